import { waitUntil } from '#local/polling.ts';
import { TOO_LITTLE_MEMORY_MB } from '#local/scenario/faults/fault.ts';
import { useUp } from '#local/scenario/faults/used-up-day.ts';
import { ENTERED_DEADLINE_MS } from './correspondence.ts';
import type { MessageFault } from './row.ts';
import type { Scene } from './stage.ts';

type Removal = () => unknown;

/** Injects the faults of a row at their moments; disposal removes them all, for the next row. */
export interface MessageFaultInjection extends AsyncDisposable {
  /** Injects the faults that precede the first message. */
  before(): Promise<void>;
  /** Injects the others as their moment comes. */
  during(): Promise<void>;
  /** Removes the faults that end at this moment. */
  over(until: NonNullable<MessageFault['until']>): Promise<void>;
}

/** Prepares the faults of a row; nothing is injected yet. */
export function createMessageFaultInjection(
  faults: readonly MessageFault[],
  scene: Scene,
): MessageFaultInjection {
  const injected = new Map<MessageFault, Removal>();
  const injectAll = async (at: MessageFault['at']) => {
    for (const fault of faults)
      if (fault.at === at) injected.set(fault, await inject(fault, scene));
  };
  const removeAll = async (isOver: (fault: MessageFault) => boolean) => {
    for (const [fault, remove] of injected) {
      if (!isOver(fault)) continue;
      injected.delete(fault);
      await remove();
    }
  };
  return {
    before: () => injectAll(undefined),
    async during() {
      if (!faults.some(({ at }) => at === 'entered')) return;
      const { stage, customer } = scene;
      const isEntered = (rows: readonly unknown[]) => rows.length > 0;
      await waitUntil(() => stage.rowsOf(customer.number), isEntered, ENTERED_DEADLINE_MS);
      await injectAll('entered');
    },
    over: (moment) => removeAll(({ until }) => until === moment),
    [Symbol.asyncDispose]: () => removeAll(() => true),
  };
}

/** Injects a fault; resolves to the function that removes it. */
async function inject(fault: MessageFault, { stage, customer }: Scene): Promise<Removal> {
  const { openai, dynamoDb, scheduler, s3, lambda } = stage.world;
  switch (fault.on) {
    case 'openai':
      openai.faults.set(fault.operation, fault.fault, fault.times);
      return () => openai.faults.clear(fault.operation);
    case 'openai-pace': {
      const { firstTokenMs } = openai.latencies;
      openai.latencies.firstTokenMs = fault.firstTokenMs;
      return () => {
        openai.latencies.firstTokenMs = firstTokenMs;
      };
    }
    case 'rest':
      customer.faults.set(fault.operation, fault.fault, fault.times);
      return () => customer.faults.clear(fault.operation);
    case 'functions':
      await lambda.kill();
      return () => {};
    case 'concurrency':
      lambda.reserve(fault.of, 0);
      return () => lambda.reserve(fault.of, undefined);
    case 'memory':
      await lambda.limitMemory(fault.of, TOO_LITTLE_MEMORY_MB);
      return () => lambda.limitMemory(fault.of, undefined);
    case 'usage':
      return useUp(stage.world, customer.number, fault.up);
    case 'store':
      await dynamoDb.setFault(fault.fault);
      return () => dynamoDb.setFault('none');
    case 'writes':
      dynamoDb.writeFaults.set(fault.table, fault.fault, fault.times);
      return () => dynamoDb.writeFaults.clear(fault.table);
    case 'scheduler':
      await scheduler.setFault(fault.fault);
      return () => scheduler.setFault('none');
    case 'bucket':
      await s3.setFault(fault.fault);
      return () => s3.setFault('none');
  }
}

import { waitUntil } from '#local/polling.ts';
import { ENTERED_DEADLINE_MS } from './correspondence.ts';
import type { MessageFault } from './row.ts';
import type { Scene } from './stage.ts';

type Heal = () => unknown;

/** The faults of a row; on disposal all are healed, for the next row. */
export interface MessageStrikes extends AsyncDisposable {
  /** Strikes what strikes before anything is written. */
  before(): Promise<void>;
  /** Lets the others strike as their moment comes. */
  during(): Promise<void>;
  /** Heals what lasts until then. */
  over(until: NonNullable<MessageFault['until']>): Promise<void>;
}

/** Prepares the faults of a row. */
export function createMessageStrikes(
  faults: readonly MessageFault[],
  scene: Scene,
): MessageStrikes {
  const struck = new Map<MessageFault, Heal>();
  const strikeAll = async (at: MessageFault['at']) => {
    for (const fault of faults) if (fault.at === at) struck.set(fault, await strike(fault, scene));
  };
  const healAll = async (isOver: (fault: MessageFault) => boolean) => {
    for (const [fault, heal] of struck) {
      if (!isOver(fault)) continue;
      struck.delete(fault);
      await heal();
    }
  };
  return {
    before: () => strikeAll(undefined),
    async during() {
      if (!faults.some(({ at }) => at === 'entered')) return;
      const { stage, customer } = scene;
      const isEntered = (rows: readonly unknown[]) => rows.length > 0;
      await waitUntil(() => stage.rowsOf(customer.number), isEntered, ENTERED_DEADLINE_MS);
      await strikeAll('entered');
    },
    over: (moment) => healAll(({ until }) => until === moment),
    [Symbol.asyncDispose]: () => healAll(() => true),
  };
}

/** Breaks something and tells how to heal it. */
async function strike(fault: MessageFault, { stage, customer }: Scene): Promise<Heal> {
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
    case 'store':
      await dynamoDb.setFault(fault.fault);
      return () => dynamoDb.setFault('none');
    case 'scheduler':
      await scheduler.setFault(fault.fault);
      return () => scheduler.setFault('none');
    case 'bucket':
      await s3.setFault(fault.fault);
      return () => s3.setFault('none');
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Balancer, Target } from '#local/gateway/balancer.ts';
import { type MediaProcess, type MediaProgram, startMediaProcess } from './media-process.ts';

/**
 * The time until ECS deregisters a task that ended, or one that an operator stopped: its signal comes first.
 * https://github.com/aws/amazon-ecs-agent/issues/2316
 */
const NOTICED_AFTER_MS = 5_000;

/** The media service as several processes, which start, die and are replaced like the tasks of a cluster. */
export interface MediaPool extends AsyncDisposable {
  /** The living processes, oldest first. */
  readonly processes: readonly MediaProcess[];
  /** Returns the living process that holds a call's last stream. */
  holding(callSid: string): MediaProcess | undefined;
  /** Adds a process; resolves when it takes streams. */
  start(): Promise<MediaProcess>;
  /**
   * Retires a process as a deployment does. Deregisters it, waits until it is unused or the delay is over, and then
   * sends SIGTERM. Resolves when it is gone.
   */
  retire(process: MediaProcess): Promise<void>;
}

export type MediaPoolOptions = MediaProgram & {
  readonly size: number;
  /** Whether a process that ends is replaced. */
  readonly replaces: boolean;
  /** The load balancer in which the processes are registered. */
  readonly balancer: Pick<Balancer, 'register' | 'deregister'>;
  /** Receives every line that the processes print. */
  readonly onLog: (line: string) => void;
};

/** Starts a pool; resolves when all its processes take streams. */
export async function startMediaPool(options: MediaPoolOptions): Promise<MediaPool> {
  const { env, main, size, replaces, balancer, onLog } = options;
  const started = new Set<MediaProcess>();
  const targets = new Map<MediaProcess, Target>();
  const holders = new Map<string, { readonly streamSid: string; readonly process: MediaProcess }>();
  let isClosed = false;

  async function start(): Promise<MediaProcess> {
    const added = await startMediaProcess(
      { env, main },
      {
        onLog,
        onAttached({ callSid, streamSid }) {
          // Twilio does not listen to a second socket of the same stream.
          if (holders.get(callSid)?.streamSid === streamSid) return;
          holders.set(callSid, { streamSid, process: added });
        },
      },
    );
    started.add(added);
    const target = { host: '127.0.0.1', port: added.port };
    targets.set(added, target);
    balancer.register(target);
    void Promise.race([added.stopping, added.ended])
      .then(() => sleep(NOTICED_AFTER_MS, undefined, { ref: false }))
      .then(() => balancer.deregister(target));
    void added.ended.then(() => forget(added));
    if (isClosed) await added.kill('SIGKILL');
    return added;
  }

  function forget(gone: MediaProcess) {
    started.delete(gone);
    // A process that cannot start logs the reason; the pool is then smaller, as a cluster would be.
    if (replaces && !isClosed) start().catch(() => {});
  }

  const living = () => [...started].filter(({ isAlive }) => isAlive);
  const close = async () => {
    isClosed = true;
    await Promise.all(living().map((process) => process.kill('SIGKILL')));
  };
  try {
    await Promise.all(Array.from({ length: size }, start));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    get processes() {
      return living();
    },
    holding(callSid) {
      const process = holders.get(callSid)?.process;
      return process?.isAlive ? process : undefined;
    },
    start,
    async retire(process) {
      const target = targets.get(process);
      if (target) await balancer.deregister(target);
      await process.kill('SIGTERM');
    },
    [Symbol.asyncDispose]: close,
  };
}

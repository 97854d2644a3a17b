import { type MediaProcess, type MediaProgram, startMediaProcess } from './media-process.ts';

/** The media service as several processes, which start, die and are replaced like the tasks of a cluster. */
export interface MediaPool extends AsyncDisposable {
  /** The living processes, oldest first. */
  readonly processes: readonly MediaProcess[];
  /** Returns the living process that holds a call's last stream. */
  holding(callSid: string): MediaProcess | undefined;
  /** Adds a process; resolves when it takes streams. */
  start(): Promise<MediaProcess>;
}

export type MediaPoolOptions = MediaProgram & {
  readonly size: number;
  /** Whether a process that ends is replaced. */
  readonly replaces: boolean;
  /** Receives every line that the processes print. */
  readonly onLog: (line: string) => void;
};

/** Starts a pool; resolves when all its processes take streams. */
export async function startMediaPool(options: MediaPoolOptions): Promise<MediaPool> {
  const { env, main, size, replaces, onLog } = options;
  const started = new Set<MediaProcess>();
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
    [Symbol.asyncDispose]: close,
  };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Environment } from '#shared/config/environment.ts';

/** The media service in a process of its own, started as in its container. */
export interface MediaProcess {
  readonly port: number;
  readonly pid: number;
  readonly isAlive: boolean;
  /** Resolves when the process is told to stop. */
  readonly stopping: Promise<void>;
  /** Resolves when the process is gone. */
  readonly ended: Promise<void>;
  /** Sends a signal that ends the process; resolves when it is gone. */
  kill(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Suspends the process, whatever it is doing, or resumes it. */
  suspend(): void;
  resume(): void;
}

/** A stream that was attached to a process, with its call. */
export type AttachedStream = { readonly callSid: string; readonly streamSid: string };

/** Learns what happens in a media process. */
export type MediaProcessListener = {
  /** Receives every line that the process prints. */
  readonly onLog: (line: string) => void;
  /** Called for every stream that is attached to the process. */
  readonly onAttached: (stream: AttachedStream) => void;
};

/** The service's main file in the sources. */
const sources = fileURLToPath(new URL('../../media-service/main.ts', import.meta.url));
const preload = new URL('orphan-exit.ts', import.meta.url).href;

/** The program of a media process, and its environment. */
export type MediaProgram = {
  /** The complete environment of the process. */
  readonly env: Environment;
  /** The bundle that is started in its own folder instead of the sources, as in the container. */
  readonly main?: string | undefined;
};

/** Starts the media service with exactly this environment; resolves when it takes streams. */
export async function startMediaProcess(
  { env, main }: MediaProgram,
  { onLog, onAttached }: MediaProcessListener,
): Promise<MediaProcess> {
  const child = spawn(process.execPath, ['--import', preload, main ?? sources], {
    ...(main && { cwd: dirname(main) }),
    env: { ...env, MEDIA_PORT: '0' },
    // Ctrl-C at a terminal ends the world, which then closes its services in order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const ended = once(child, 'exit');
  const stopping = Promise.withResolvers<void>();
  let lastLine = '';
  const listening = Promise.withResolvers<number>();
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      lastLine = line;
      if (line.includes('"media.listening"')) listening.resolve(fieldsOf(line).port);
      if (line.includes('"stream.attached"')) onAttached(fieldsOf(line));
      onLog(line);
    });
  }
  const port = await Promise.race([
    listening.promise,
    ended.then(([code]) => {
      throw new Error(`The media service ended at its start, with code ${code}: ${lastLine}`);
    }),
  ]);

  const isAlive = () => child.exitCode === null && child.signalCode === null;
  return {
    port,
    pid: child.pid ?? 0,
    get isAlive() {
      return isAlive();
    },
    stopping: stopping.promise,
    ended: ended.then(() => {}),
    async kill(signal) {
      if (!isAlive()) return;
      stopping.resolve();
      child.kill(signal);
      await ended;
    },
    suspend: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
  };
}

/** The fields of the service's log lines that are read here. */
type LoggedFields = AttachedStream & { readonly port: number };

function fieldsOf(line: string): LoggedFields {
  return JSON.parse(line) as LoggedFields;
}

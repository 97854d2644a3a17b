import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Environment } from '#shared/config.ts';

/** The media service in a process of its own, as its container starts it. */
export interface MediaProcess extends AsyncDisposable {
  readonly port: number;
  readonly pid: number;
  readonly isAlive: boolean;
  /** Sends a signal and settles when the process is gone. */
  kill(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

const main = fileURLToPath(new URL('../../media-service/main.ts', import.meta.url));
const preload = new URL('end-with-parent.ts', import.meta.url).href;

/** Starts the media service with exactly this environment and resolves when it takes streams. */
export async function startMediaProcess(
  env: Environment,
  onLog: (line: string) => void,
): Promise<MediaProcess> {
  const child = spawn(process.execPath, ['--import', preload, main], {
    env: { ...env, MEDIA_PORT: '0' },
    // Ctrl-C at a terminal is for the world, which then closes its services in order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const gone = once(child, 'exit');
  let lastLine = '';
  const listening = Promise.withResolvers<number>();
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      onLog(line);
      lastLine = line;
      const port = portOf(line);
      if (port) listening.resolve(port);
    });
  }
  const port = await Promise.race([
    listening.promise,
    gone.then(([code]) => {
      throw new Error(`The media service ended at its start, with code ${code}: ${lastLine}`);
    }),
  ]);

  const kill = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await gone;
  };
  return {
    port,
    pid: child.pid ?? 0,
    get isAlive() {
      return child.exitCode === null && child.signalCode === null;
    },
    kill,
    [Symbol.asyncDispose]: () => kill('SIGKILL'),
  };
}

function portOf(line: string): number | undefined {
  if (!line.includes('"media.listening"')) return undefined;
  const { port } = JSON.parse(line) as { port: number };
  return port;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Invocation, Outcome } from './lambda-host.ts';

/** The parent's handle of the functions' process; disposal kills it. */
export interface LambdaProcess extends AsyncDisposable {
  /** Runs an invocation; resolves to `crashed` when the process ends before its answer. */
  run(invocation: Invocation): Promise<Outcome | 'crashed'>;
  readonly isAlive: boolean;
}

export type LambdaProcessOptions = {
  /** The complete environment of the process. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The memory past which the process is killed; absent for no limit. */
  readonly memoryMb: number | undefined;
  readonly onLog: (line: string) => void;
};

/** Starts the process and resolves when it takes invocations. */
export async function startLambdaProcess({
  env,
  memoryMb,
  onLog,
}: LambdaProcessOptions): Promise<LambdaProcess> {
  const host = fileURLToPath(new URL('lambda-host.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    memoryMb === undefined ? [host] : [`--max-old-space-size=${memoryMb}`, host, String(memoryMb)],
    {
      env: { ...env },
      // Ctrl-C at a terminal ends the world, which then closes its services in order.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  const waiting = new Map<string, (outcome: Outcome | 'crashed') => void>();
  let isAlive = true;
  forwardLines(child, onLog);
  const gone = once(child, 'exit');
  child.once('exit', () => {
    isAlive = false;
    for (const resolve of waiting.values()) resolve('crashed');
    waiting.clear();
  });
  await Promise.race([
    once(child, 'message'),
    gone.then(() => Promise.reject(new Error('The process of the functions ended at its start.'))),
  ]);
  child.on('message', (outcome: Outcome) => {
    waiting.get(outcome.id)?.(outcome);
    waiting.delete(outcome.id);
  });
  return {
    run: (invocation) =>
      new Promise((resolve) => {
        if (!isAlive) return resolve('crashed');
        waiting.set(invocation.id, resolve);
        child.send(invocation, (error) => {
          if (error) resolve('crashed');
        });
      }),
    get isAlive() {
      return isAlive;
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      if (isAlive) await gone;
    },
  };
}

function forwardLines({ stdout, stderr }: ChildProcess, onLog: (line: string) => void) {
  for (const stream of [stdout, stderr]) {
    if (stream) createInterface({ input: stream }).on('line', onLog);
  }
}

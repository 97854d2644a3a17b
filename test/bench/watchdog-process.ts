import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Environment, processEnvironment } from '#shared/config/environment.ts';

/** A process of the bench, which answers its parent. */
interface BenchProcess extends Disposable {
  readonly child: ChildProcess;
  /** What it said when it was ready. */
  readonly said: unknown;
  /** Gives an order and settles with the answer; throws where the process ends instead. */
  ask(order: unknown): Promise<unknown>;
}

/** Between two sessions Linux shares the processor by this: on AWS a process does not wait for whoever else works here. */
const SESSION_NICE = '-10';

/** Starts a file of this folder and settles when the process is ready. */
export async function startProcess(file: string, env: Environment): Promise<BenchProcess> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), {
    // In a session of its own, as on a machine of its own.
    detached: true,
    env: { PATH: processEnvironment()['PATH'], ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  // Only root may, and only on Linux; without it the figures of the machine say what they are worth.
  void writeFile(`/proc/${child.pid}/autogroup`, SESSION_NICE).catch(() => {});
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${file} ended, with code ${code}.`);
  });
  ended.catch(() => {});
  const answer = async () => {
    const [message] = await Promise.race([once(child, 'message'), ended]);
    return message;
  };
  return {
    child,
    said: await answer(),
    ask(order) {
      child.send(order as object);
      return answer();
    },
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  };
}

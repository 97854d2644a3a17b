import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Environment, processEnvironment } from '#shared/config/environment.ts';

/** A process of the bench that answers its parent. */
interface BenchProcess extends Disposable {
  readonly child: ChildProcess;
  /** Its first message, sent when it was ready. */
  readonly said: unknown;
  /** Sends an order and resolves with the answer; throws where the process ends instead. */
  ask(order: unknown): Promise<unknown>;
}

/** Linux shares the processor between sessions by this value. On AWS a process does not wait for this machine's other work. */
const SESSION_NICE = '-10';

/** Starts a file of this folder and resolves when the process is ready. */
export async function startProcess(file: string, env: Environment): Promise<BenchProcess> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), {
    // The process has a session of its own, like a machine of its own.
    detached: true,
    env: { PATH: processEnvironment()['PATH'], ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  // Only root may write this, and only on Linux. Without it, the machine's own figures show how far to trust the rest.
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

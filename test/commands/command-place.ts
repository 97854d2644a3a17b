import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { leaveWorldState, type WorldState } from '#local/control/running-world.ts';
import { commandEnvironment } from './command-environment.ts';

/** The outcome of a command: its exit code, and all that it printed. */
export type Outcome = { readonly code: number; readonly out: string; readonly err: string };

/** A command beside the state of a running world, until it is disposed of. */
export interface CommandPlace extends AsyncDisposable {
  /** The folder of the state, for files of a test. */
  readonly folder: string;
  /** Runs the command on that world. */
  run(...args: string[]): Promise<Outcome>;
  /** Runs it in an environment, with text on its standard input. */
  runIn(env: NodeJS.ProcessEnv, input: string, ...args: string[]): Promise<Outcome>;
}

/** Leaves the state of a world whose stores are the named ones, and offers a command of `commands/` beside it. */
export async function openCommandPlace(
  command: `${string}.ts`,
  stores: Partial<WorldState>,
): Promise<CommandPlace> {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'command-'));
  opened.defer(() => rm(folder, { recursive: true }));
  opened.use(
    await leaveWorldState(folder, {
      pid: process.pid,
      url: 'http://127.0.0.1:1',
      controlUrl: 'http://127.0.0.1:2',
      controlToken: 'token',
      startedAt: Date.now(),
      ...stores,
    }),
  );
  const file = fileURLToPath(new URL(`../../commands/${command}`, import.meta.url));
  const runIn: CommandPlace['runIn'] = async (env, input, ...args) => {
    const running = spawn(execPath, [file, '--state', folder, ...args], {
      env: { ...commandEnvironment(), ...env },
    });
    running.stdin.end(input);
    const [out, err, [code]] = await Promise.all([
      text(running.stdout),
      text(running.stderr),
      once(running, 'close') as Promise<[number]>,
    ]);
    return { code, out, err };
  };
  const all = opened.move();
  return {
    folder,
    runIn,
    run: (...args) => runIn({}, '', ...args),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

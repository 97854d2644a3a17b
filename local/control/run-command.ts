import { type ParseArgsConfig, parseArgs } from 'node:util';
import { terminal } from '@agent-locator/command-line/terminal.ts';
import { InvalidInput } from '#shared/errors.ts';
import { NoWorld } from './client.ts';

/** Runs a command that needs a running world, and gives its exit code: 0 when all went well, 1 when not, 2 for a wrong option, 3 when no world is running. */
export async function runCommand(work: () => Promise<boolean>): Promise<number> {
  try {
    return (await work()) ? 0 : 1;
  } catch (error) {
    if (error instanceof NoWorld) {
      terminal.err('No world is running. Start one: npm start');
      return 3;
    }
    terminal.err(error instanceof Error ? error.message : String(error));
    return error instanceof InvalidInput ? 2 : 1;
  }
}

/** Parses a command line, or says what is wrong with it (`InvalidInput`). */
export function parseOptions<const Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (cause) {
    throw new InvalidInput(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

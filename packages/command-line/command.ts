import { UsageError } from './options.ts';
import { type Terminal, terminal } from './terminal.ts';

/** A program that a person or a script starts. */
export type Command<Options> = {
  /** The text of `--help`: usage, options, environment, exit codes. */
  readonly help: string;
  /** Reads the command line without the program’s name; throws `UsageError` where it is wrong. */
  readonly read: (args: string[]) => Options;
  /** Does the work; returns false where it failed and has already told why. */
  readonly run: (options: Options) => Promise<boolean>;
  /** Errors beside `UsageError` for which the caller’s input is to blame: exit code 2. */
  readonly misuse?: readonly ErrorClass[];
  /** Errors that say that the other side is not reachable: exit code 3. */
  readonly unreachable?: readonly ErrorClass[];
  /** Words an error for people; its message unless given. */
  readonly explain?: (error: unknown) => string;
};

/** Done, failed, used wrongly, not reachable. */
export type ExitCode = 0 | 1 | 2 | 3;

type ErrorClass = abstract new (...args: never[]) => Error;

/** Runs a command, prints its help or its error, and returns its exit code; never throws. */
export async function runCommand<Options>(
  { help, read, run, misuse = [], unreachable = [], explain = messageOf }: Command<Options>,
  args: readonly string[] = process.argv.slice(2),
  { out, err }: Terminal = terminal,
): Promise<ExitCode> {
  if (args.includes('--help')) {
    out(help);
    return 0;
  }
  try {
    return (await run(read([...args]))) ? 0 : 1;
  } catch (error) {
    if (error instanceof UsageError) {
      err(`${error.message}\n--help shows every option.`);
      return 2;
    }
    err(explain(error));
    if (isOneOf(unreachable, error)) return 3;
    return isOneOf(misuse, error) ? 2 : 1;
  }
}

function isOneOf(classes: readonly ErrorClass[], error: unknown): boolean {
  return classes.some((type) => error instanceof type);
}

/** Returns the words of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import { type Command, type ExitCode, runCommand } from '@agent-locator/command-line/command.ts';
import { terminal } from '@agent-locator/command-line/terminal.ts';
import { type LogLine, redirectLog } from '#shared/log.ts';

/** Shows every line of the product's log, on stderr. */
const LOG_OPTION = '--log';

/**
 * Runs a command whose work the product's own code does; never throws. Its warnings and errors are told in words on
 * stderr. With `--log`, every line of its log is.
 */
export function runProductCommand<Options>(command: Command<Options>): Promise<ExitCode> {
  const args = process.argv.slice(2);
  const others = args.filter((arg) => arg !== LOG_OPTION);
  redirectLog(others.length < args.length ? printWhole : printComplaint);
  return runCommand(command, others);
}

function printWhole(line: LogLine): void {
  terminal.err(JSON.stringify(line));
}

function printComplaint({ level, event, message, cause }: LogLine): void {
  if (level !== 'warn' && level !== 'error') return;
  terminal.err([event, message, cause].filter(Boolean).join(': '));
}

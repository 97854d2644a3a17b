import { clearLine, createInterface, cursorTo } from 'node:readline';
import type { CallerStep } from '#local/scenario/caller-steps.ts';
import { faint, type Print } from '#local/terminal.ts';
import { InvalidInput } from '#shared/errors.ts';
import { callerStep } from './caller-script.ts';
import { readValid } from './valid-input.ts';

const HINT = 'Type what the caller says; /press 0, /hangup, an empty line to listen.';

/** Somebody at a keyboard who speaks for the caller. */
export interface TypedLines extends Disposable {
  /** Prints a line above what is being typed. */
  readonly print: Print;
  /** Gives each typed line as a step, until the keyboard is closed. */
  steps(): AsyncGenerator<CallerStep>;
}

type Keyboard = {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly onInterrupt: () => void;
};

/** Opens the keyboard; at a terminal a prompt stays below everything that is printed. */
export function openTypedLines({ input, output, onInterrupt }: Keyboard): TypedLines {
  const isTerminal = Boolean(input.isTTY && output.isTTY);
  const lines = createInterface({ input, ...(isTerminal && { output }), prompt: 'you> ' });
  lines.on('SIGINT', onInterrupt);
  // What is typed or piped before anybody asks for it is kept.
  const typed = lines[Symbol.asyncIterator]();
  let isClosed = false;
  lines.once('close', () => {
    isClosed = true;
  });

  const wipe = () => {
    if (!isTerminal) return;
    cursorTo(output, 0);
    clearLine(output, 0);
  };
  const print: Print = (line) => {
    wipe();
    output.write(`${line}\n`);
    if (isTerminal && !isClosed) lines.prompt(true);
  };

  return {
    print,
    async *steps() {
      print(faint(HINT));
      for await (const line of typed) {
        const step = toStep(line.trim());
        if (step instanceof InvalidInput) print(step.message);
        else {
          if (isTerminal) lines.prompt();
          yield step;
        }
      }
    },
    [Symbol.dispose]() {
      wipe();
      lines.close();
    },
  };
}

/** Reads a typed line as what the caller does, or says what is wrong with it. */
export function toStep(line: string): CallerStep | InvalidInput {
  try {
    return readValid(callerStep, toUncheckedStep(line), '');
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    throw error;
  }
}

function toUncheckedStep(line: string): unknown {
  if (line === '') return { listen: true };
  if (line === '/hangup') return { hangUp: true };
  const [, keys] = /^\/press\s+(.*)$/.exec(line) ?? [];
  if (keys !== undefined) return { press: keys };
  if (line.startsWith('/')) throw new InvalidInput(`There is no ${line}. ${HINT}`);
  return { say: line };
}

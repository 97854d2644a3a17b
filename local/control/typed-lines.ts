import { clearLine, createInterface, cursorTo } from 'node:readline';
import { faint, type Print } from '@agent-locator/command-line/terminal.ts';
import { InvalidInput } from '#shared/errors.ts';

/** The keyboard of a user who speaks or writes for a caller or a customer. */
export interface TypedLines<Typed> extends Disposable {
  /** Prints a line above the prompt. */
  readonly print: Print;
  /** Yields the meaning of each typed line until end of input. */
  read(): AsyncGenerator<Typed>;
}

/** The commands that can be typed, and how to read them. */
export type Language<Typed> = {
  readonly hint: string;
  /** Reads a line. @throws InvalidInput for a line that is not understood. */
  readonly toTyped: (line: string) => Typed;
};

type Keyboard = {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly onInterrupt: () => void;
};

/** Opens the keyboard; at a terminal a prompt stays below everything that is printed. */
export function openTypedLines<Typed>(
  { hint, toTyped }: Language<Typed>,
  { input, output, onInterrupt }: Keyboard,
): TypedLines<Typed> {
  const isTerminal = Boolean(input.isTTY && output.isTTY);
  const lines = createInterface({ input, ...(isTerminal && { output }), prompt: 'you> ' });
  lines.on('SIGINT', onInterrupt);
  // Lines that are typed or piped before the first read are kept.
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
    async *read() {
      print(faint(hint));
      for await (const line of typed) {
        const understood = attempt(() => toTyped(line.trim()));
        if (understood instanceof InvalidInput) print(understood.message);
        else {
          if (isTerminal) lines.prompt();
          yield understood;
        }
      }
    },
    [Symbol.dispose]() {
      wipe();
      lines.close();
    },
  };
}

function attempt<Typed>(read: () => Typed): Typed | InvalidInput {
  try {
    return read();
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    throw error;
  }
}

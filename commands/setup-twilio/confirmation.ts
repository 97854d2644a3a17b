import { createInterface } from 'node:readline/promises';

/** Asks at the terminal, on stderr; returns false where the input is not a terminal. */
export async function confirm(question: string): Promise<boolean> {
  const { stdin: input, stderr: output } = process;
  if (!input.isTTY) return false;
  const terminal = createInterface({ input, output });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

import { createInterface } from 'node:readline/promises';

/** Asks whoever sits at the terminal; where nobody does, the answer is no. */
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

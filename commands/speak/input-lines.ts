import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { InvalidInput } from '#shared/errors.ts';

/** The longest line, in characters; a reply of the agent has a few hundred. */
const MAX_LINE_CHARS = 10_000;

/**
 * Yields the lines of an input without their ends.
 * @throws InvalidInput where it cannot be read, holds nothing, or has a line that is too long
 */
export async function* inputLines(input: Readable): AsyncGenerator<string> {
  let count = 0;
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      count += 1;
      if (line.length > MAX_LINE_CHARS) {
        throw new InvalidInput(`Line ${count} has more than ${MAX_LINE_CHARS} characters.`);
      }
      yield line;
    }
  } catch (cause) {
    if (cause instanceof InvalidInput) throw cause;
    throw new InvalidInput('Standard input cannot be read.', { cause });
  }
  if (count === 0) throw new InvalidInput('Standard input is empty: there is nothing to say.');
}

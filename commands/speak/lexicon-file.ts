import { readFile } from 'node:fs/promises';
import { type Lexicon, readLexicon } from '#shared/agent/lexicon.ts';
import { InvalidInput } from '#shared/errors.ts';

/**
 * Returns the lexicon of a file, or the office’s own.
 * @throws InvalidInput where it cannot be read or used
 */
export async function readLexiconFile(file: string | undefined): Promise<Lexicon> {
  if (file === undefined) return readLexicon();
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new InvalidInput(`--lexicon names "${file}", which cannot be read.`, { cause });
  });
  return readLexicon(toJson(text, file), file);
}

function toJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new InvalidInput(`${file} is not valid JSON.`, { cause });
  }
}

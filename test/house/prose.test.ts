import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { commentsOf } from './comments.ts';
import { faultsOf } from './plain-english.ts';
import { helpProseOf, proseOf } from './prose-blocks.ts';
import { saidTextsOf } from './said-texts.ts';
import { ROOT, sourceFiles } from './source-files.ts';

const files = sourceFiles('.ts', '.tsx', '.mts');
const rooms = [...new Set(files.map((file) => file.split('/')[0] ?? file))];
/** The language model reads these, and no person. */
const OF_THE_MODEL = /^shared\/(agent|adapters\/openai\/brain)\//;
const isSaid = (file: string) =>
  !/\.test\.ts$|^test\/(?!bench\/)|^packages\/[^/]+\/test\//.test(file) && !OF_THE_MODEL.test(file);

describe('plain English', () => {
  test.each(rooms)('every comment in %s', (room) => {
    const faults = files
      .filter((file) => file === room || file.startsWith(`${room}/`))
      .flatMap((file) =>
        commentsOf(readFileSync(ROOT + file, 'utf8')).flatMap(({ line, text }) =>
          faultsOf(text).map((fault) => `${file}:${line} ${fault}`),
        ),
      );
    expect(faults).toEqual([]);
  });

  test.each(rooms)('every text that a reader meets in %s', (room) => {
    const faults = files
      .filter((file) => file.startsWith(`${room}/`) && isSaid(file))
      .flatMap((file) =>
        saidTextsOf(readFileSync(ROOT + file, 'utf8')).flatMap(({ line, text }) =>
          helpProseOf(text)
            .flatMap(faultsOf)
            .map((fault) => `${file}:${line} ${fault}`),
        ),
      );
    expect(faults).toEqual([]);
  });

  test('reads the strings of help texts and errors, without what they take in', () => {
    const source = `
      const HELP = \`Usage: npm run it -- file [options]
         npm run it -- list

Reads a file of \${names.map((name) => \`the $\{name}\`).join(', ')}.

  --count 4   how many files
              are read
  --a-very-long-option
              says no more
\`;
      throw new InvalidInput('Nobody has ' + "this file.");`;
    const said = saidTextsOf(source).map(({ line, text }) => ({ line, prose: helpProseOf(text) }));
    expect(said).toEqual([
      {
        line: 2,
        prose: ['Reads a file of `x`.', 'how many files are read', 'says no more'],
      },
      { line: 12, prose: ['Nobody has this file.'] },
    ]);
  });

  test('reads the cells of tables', () => {
    const table = '# Head\n\n| when | then |\n|---|---|\n| **a** \\| b | [c](d.md). E |\n';
    expect(proseOf(table)).toEqual(['when', 'then', 'a \\| b', 'c. E']);
  });

  test('names the faults that it is there to find', () => {
    expect(faultsOf('What is louder than the echo is none.')).toEqual([
      expect.stringContaining('begins with "What"'),
      expect.stringContaining('says "is no"'),
    ]);
    expect(faultsOf(`A frame is ${'very '.repeat(20)}long.`)).toEqual([
      expect.stringContaining('has 24 words'),
    ]);
    expect(
      faultsOf('A frame counts as voice when it is 4 dB above the echo. It is no longer.'),
    ).toEqual([]);
  });
});

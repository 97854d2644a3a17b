import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { commentsOf } from './comments.ts';
import { faultsOf } from './plain-english.ts';
import { ROOT, sourceFiles } from './source-files.ts';

const files = sourceFiles('.ts', '.tsx', '.mts');
const rooms = [...new Set(files.map((file) => file.split('/')[0] ?? file))];

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

import { describe, expect, test } from 'vitest';
import { openOutput, progress } from './output.ts';

/** Prints one line and one result; returns both streams. */
function printed(isJson: boolean) {
  const [out, err]: [string[], string[]] = [[], []];
  const output = openOutput(isJson, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
  });
  output.print('Reading …');
  output.result({ calls: 2 }, (print) => print('2 calls'));
  return { out, err };
}

describe('the output of a command', () => {
  test('is lines for people on stdout', () => {
    expect(printed(false)).toEqual({ out: ['Reading …', '2 calls'], err: [] });
  });

  test('is exactly one document on stdout where JSON is asked for, and lines on stderr', () => {
    const { out, err } = printed(true);
    expect(JSON.parse(out.join('\n'))).toEqual({ calls: 2 });
    expect(err).toEqual(['Reading …']);
  });

  test('counts its progress in equal width', () => {
    expect([progress(7, 128), progress(128, 128)]).toEqual(['  7/128', '128/128']);
  });
});

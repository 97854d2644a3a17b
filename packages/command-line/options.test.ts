import { describe, expect, test } from 'vitest';
import { parseOptions, UsageError } from './options.ts';

const options = { days: { type: 'string' }, json: { type: 'boolean', default: false } } as const;

describe('a command line', () => {
  test('becomes values and positionals', () => {
    const args = ['calls', '--days', '3'];
    const { values, positionals } = parseOptions({ args, allowPositionals: true, options });
    expect({ ...values, positionals }).toEqual({ days: '3', json: false, positionals: ['calls'] });
  });

  test.each([
    [['--nope'], "Unknown option '--nope'."],
    [['--json=yes'], "Option '--json' does not take an argument"],
    [['--days'], "Option '--days <value>' argument missing"],
    [['--days', '--json'], "Option '--days' argument is ambiguous."],
  ])('is refused as %j in one sentence', (args, message) => {
    const parse = () => parseOptions({ args, allowPositionals: true, options });
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(message);
    expect(parse).not.toThrow('positional');
  });

  test('takes no positionals unless it says so', () => {
    expect(() => parseOptions({ args: ['calls'], options })).toThrow(UsageError);
  });
});

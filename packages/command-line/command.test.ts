import { describe, expect, test } from 'vitest';
import { type Command, runCommand } from './command.ts';
import { UsageError } from './options.ts';

class WrongFile extends Error {}
class NotThere extends Error {}

const command: Command<string[]> = {
  help: 'Usage: npm run nothing',
  read: (args) => args,
  run: async () => true,
  misuse: [WrongFile],
  unreachable: [NotThere],
};

/** Runs a command to its end; returns its exit code and both streams. */
async function outcome(changes: Partial<Command<string[]>>, ...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runCommand({ ...command, ...changes }, args, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
  });
  return { code, out, err };
}

const throwing = (error: unknown) => ({
  run: async () => {
    throw error;
  },
});

describe('a command', () => {
  test('exits 0 when its work is done, and 1 when the work says that it failed', async () => {
    expect(await outcome({})).toEqual({ code: 0, out: [], err: [] });
    expect(await outcome({ run: async () => false })).toEqual({ code: 1, out: [], err: [] });
  });

  test('reads the command line that it is given', async () => {
    const run = async (options: string[]) => options.join(' ') === 'import a.csv';
    expect(await outcome({ run }, 'import', 'a.csv')).toMatchObject({ code: 0 });
  });

  test('prints its help on stdout and does nothing, whatever stands beside --help', async () => {
    const { run } = throwing(new Error('It ran.'));
    expect(await outcome({ run }, '--nope', '--help')).toEqual({
      code: 0,
      out: ['Usage: npm run nothing'],
      err: [],
    });
  });

  test('exits 2 for a wrong command line, and names the way to its help', async () => {
    const read = () => {
      throw new UsageError('--days must be a number.');
    };
    expect(await outcome({ read }, '--days', 'x')).toEqual({
      code: 2,
      out: [],
      err: ['--days must be a number.\n--help shows every option.'],
    });
  });

  test.each([
    ['1 for an error of any other class', new Error('No answer.'), 1],
    ['2 for a class of misuse', new WrongFile('No answer.'), 2],
    ['3 for a class of unreachable', new NotThere('No answer.'), 3],
    ['1 for something thrown that is not an error', 'No answer.', 1],
  ])('exits %s', async (_, error, code) => {
    expect(await outcome(throwing(error))).toEqual({ code, out: [], err: ['No answer.'] });
  });

  test('words its errors as it likes', async () => {
    const explain = () => 'Start a world first.';
    expect(await outcome({ ...throwing(new NotThere('ECONNREFUSED')), explain })).toEqual({
      code: 3,
      out: [],
      err: ['Start a world first.'],
    });
  });
});

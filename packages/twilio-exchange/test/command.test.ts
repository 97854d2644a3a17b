import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { runCommand } from 'twilio-exchange/command/run-command.ts';
import { expect, test } from 'vitest';
import { startApplication, twiml } from './application.ts';

test.for([
  [[], '--voice-url is missing'],
  [['--voice-url', 'example'], '--voice-url is not a URL: example'],
  [['--voice-url', 'http://127.0.0.1:1', '--louder'], "Unknown option '--louder'"],
  [['--voice-url', 'http://127.0.0.1:1', '--say', '/none.wav'], '/none.wav cannot be spoken'],
  [['--voice-url', 'http://127.0.0.1:1', '--press', 'x'], 'A telephone has the keys'],
  [['--voice-url', 'http://127.0.0.1:1', '--hang-up-after', 'soon'], 'is not a duration'],
  [['--voice-url', 'http://127.0.0.1:1', '--account-sid', 'me'], '--account-sid is not AC'],
] as const)(
  'the command explains the wrong arguments %j and exits with 2',
  async ([args, reason]) => {
    const { code, stdout, stderr } = await run(args);
    expect(stderr).toContain(reason);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  },
);

test('the command shows its options', async () => {
  const { code, stdout } = await run(['--help']);
  expect(stdout).toContain('Usage: npx twilio-exchange');
  expect(code).toBe(0);
});

test('the command takes what is typed, one step a line, and explains what it does not know', async () => {
  await using application = await startApplication({
    '/voice': twiml('<Say>Leave a message.</Say>', '<Record action="/done"/>'),
    '/done': twiml('<Say>Thank you.</Say>'),
    '/status': { status: 204 },
  });
  const { code, stdout } = await run(
    [
      '--voice-url',
      `${application.url}/voice`,
      '--status-callback-url',
      `${application.url}/status`,
    ],
    'louder\n1\n',
  );
  expect(stdout).toContain('A telephone has the keys 0-9, * and #, not "louder".');
  expect(stdout).toMatch(/record {5}ended by key/);
  expect(stdout).toMatch(/say {8}Thank you\./);
  expect(application.forms('/done')[0]).toMatchObject({ Digits: '1' });
  expect(application.forms('/status')).toHaveLength(1);
  expect(code).toBe(0);
});

test('the command hangs up after the time that it is given', async () => {
  await using application = await startApplication({
    '/voice': twiml('<Pause length="60"/>'),
  });
  const { code, stdout } = await run([
    '--voice-url',
    `${application.url}/voice`,
    '--hang-up-after',
    '700ms',
  ]);
  expect(stdout).toMatch(/Completed: .*, ended by caller/);
  expect(code).toBe(0);
});

/** Runs the command with a text on its input. */
async function run(args: readonly string[], input = '') {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  stdin.end(input);
  const printed = Promise.all([text(stdout), text(stderr)]);
  const code = await runCommand(args, { stdin, stdout, stderr });
  stdout.end();
  stderr.end();
  const [out, err] = await printed;
  return { code, stdout: out, stderr: err };
}

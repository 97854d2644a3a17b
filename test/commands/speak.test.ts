import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fromWav } from '@agent-locator/audio/wav.ts';
import { expect, test } from 'vitest';
import { toSpeech } from '#commands/speak/recording.ts';
import { BYTES_PER_WORD, openWorld } from '../vendors/google-world.ts';

const COMMAND = fileURLToPath(new URL('../../commands/speak.ts', import.meta.url));
const PACKAGE = fileURLToPath(new URL('../../package.json', import.meta.url));
/** As many lines as an office may try at once. */
const MANY = 1_000;

test('a text is shown as the phone says it, over all of its sentences', async () => {
  const { code, out } = await speak(['אז ביום רביעי, 25.11, בשעה 10:00, נכון? יש 3 חדרים 😊']);
  expect(out).toBe('אז ביום רביעי, עשרים וחמישה בנובמבר, בשעה עשר, נכון? יש שלושה חדרים\n');
  expect(code).toBe(0);
});

test('each line of standard input is one object, an empty one as well, and stdout has nothing else', async () => {
  const { code, out, err } = await speak(['--json'], 'קומה 3\r\n\nב-17');
  expect(
    out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { written: 'קומה 3', spoken: 'קומה שלוש' },
    { written: '', spoken: '' },
    { written: 'ב-17', spoken: 'בחמש אחר הצהריים' },
  ]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
});

test('a thousand lines are read in seconds', { timeout: 20_000 }, async () => {
  const { out } = await speak(['--json'], 'דירת 4 חד\', 110 מ"ר, ב-2.45 מיליון ש"ח\n'.repeat(MANY));
  expect(out.trimEnd().split('\n')).toHaveLength(MANY);
});

test('names are read by the office’s lexicon, or by another one that it tries', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'lexicon.json');
  await writeFile(file, JSON.stringify({ keywords: [], pronunciations: { בלורית: 'בְּלוֹרִית' } }));
  expect((await speak(['ברחוב בוגרשוב'])).out).toBe('ברחוב בּוֹגְרָשׁוֹב\n');
  expect((await speak(['ברחוב בלורית', '--lexicon', file])).out).toBe('ברחוב בְּלוֹרִית\n');
  expect((await speak(['ברחוב בוגרשוב', '--lexicon', file])).out).toBe('ברחוב בוגרשוב\n');
});

test('the speech of all lines is kept as WAV', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'said.wav');
  const { code } = await speak(['--wav', file], 'שלום.\nקומה 3.\n');
  expect(code).toBe(0);
  const { samples, sampleRate } = fromWav(await readFile(file));
  expect(sampleRate).toBe(8_000);
  expect(samples.length).toBeGreaterThan(sampleRate);
  expect(Math.max(...samples)).toBeGreaterThan(0.05);
});

test('Google speaks where the environment holds its credentials', async () => {
  await using world = await openWorld();
  const speech = await toSpeech(['אחת שתיים', 'שלוש'], {
    config: world.config,
    credentialsJson: '{}',
  });
  expect(speech).toHaveLength(3 * BYTES_PER_WORD);
});

test.for([
  ['no line', [], '', /Standard input is empty/],
  ['an empty text', [' '], '', /The text is empty/],
  ['an option that does not exist', ['--louder'], '', /Unknown option '--louder'/],
  ['a lexicon that does not exist', ['שלום', '--lexicon', '/none.json'], '', /cannot be read/],
  ['a lexicon that is not JSON', ['שלום', '--lexicon', COMMAND], '', /is not valid JSON/],
  ['a lexicon of another form', ['שלום', '--lexicon', PACKAGE], '', /package\.json: .*not known/],
  ['a WAV file that cannot be written', ['שלום', '--wav', '/none/a.wav'], '', /cannot be written/],
  [
    'a WAV file without a word',
    ['😊', '--wav', join(tmpdir(), 'no-word.wav')],
    '',
    /nothing to say/,
  ],
  ['a line that is too long', ['--json'], 'א'.repeat(20_000), /Line 1 has more than/],
] as const)('%s is told on stderr, with exit code 2', async ([, args, input, words]) => {
  const { code, out, err } = await speak([...args], input);
  expect(err).toMatch(words);
  expect({ code, out: out.trim() }).toEqual({ code: 2, out: '' });
});

test('--help shows every option', async () => {
  const { code, out } = await speak(['--help']);
  expect(code).toBe(0);
  for (const option of ['--wav', '--lexicon', '--json']) expect(out).toContain(option);
});

async function speak(args: string[], input = '') {
  const child = spawn(process.execPath, [COMMAND, ...args]);
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [out, err, code] = await Promise.all([
    read(child.stdout),
    read(child.stderr),
    new Promise((resolve) => child.on('close', resolve)),
  ]);
  return { out, err, code };
}

async function read(stream: AsyncIterable<Buffer>): Promise<string> {
  return Buffer.concat(await Array.fromAsync(stream)).toString('utf8');
}

async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'speak-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

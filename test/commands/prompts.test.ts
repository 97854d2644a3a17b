import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { mp3DurationMs } from '@agent-locator/audio/mp3.ts';
import { expect, test } from 'vitest';
import { createGoogleReader } from '#commands/prompts/google-reader.ts';
import { createOfflineReader } from '#commands/prompts/offline-reader.ts';
import { renderAssets } from '#commands/prompts/rendering.ts';
import { processEnvironment } from '#shared/config/environment.ts';
import { DEFAULT_OFFICE_NAME } from '#shared/config/product.ts';
import { BYTES_PER_WORD, KORE, openWorld } from '../vendors/google-world.ts';

const ASSETS = new URL('../../assets/', import.meta.url);
const COMMAND = fileURLToPath(new URL('../../commands/prompts.ts', import.meta.url));

test('the offline voice renders the same texts to the same bytes', async () => {
  await using folder = await copyOfAssets();
  await using reader = await createOfflineReader();
  const rendered = await Array.fromAsync(renderAssets(folder.url, reader, DEFAULT_OFFICE_NAME));
  expect(rendered.map(({ number }) => number)).toEqual(rendered.map((_, i) => i + 1));
  expect(rendered.at(-1)?.count).toBe(rendered.length);
  for (const file of ['prompts.json', 'phrases.json', ...rendered.map(({ file }) => file)]) {
    const [before, after] = [new URL(file, ASSETS), new URL(file, folder.url)];
    expect((await readFile(after)).equals(await readFile(before)), file).toBe(true);
  }
});

test('Google renders prompts as MP3s, and phrases as bare μ-law in whole frames', async () => {
  await using folder = await copyOfAssets(['greeting_he', 'thanks_he'], ['filler_1']);
  await using world = await openWorld();
  await using reader = createGoogleReader(world.config);
  const rendered = await Array.fromAsync(renderAssets(folder.url, reader, DEFAULT_OFFICE_NAME));
  expect(rendered).not.toHaveLength(0);
  expect(world.google.requests.every(({ voice }) => voice === KORE)).toBe(true);
  for (const { file, durationMs } of rendered.filter(({ file }) => file.endsWith('.mp3'))) {
    expect(await mp3DurationMs(await readFile(new URL(file, folder.url)))).toBe(durationMs);
  }
  const filler = await readFile(new URL('phrases/filler_1.ulaw', folder.url));
  expect(filler).toHaveLength(BYTES_PER_WORD);
  const phrases = JSON.parse(await readFile(new URL('phrases.json', folder.url), 'utf8'));
  expect(phrases.filler_1.duration_ms).toBe(filler.length / 8);
});

test('the greeting and every prompt for a voicemail name the office, and no caller is left out', async () => {
  const named = ['greeting_he', 'fallback_he', 'calls_at_once_he', 'day_over_he'];
  await using folder = await copyOfAssets(named);
  const said = await commanded(['--folder', fileURLToPath(folder.url)], {
    OFFICE_NAME: 'תיווך השרון',
  });
  expect(said).toMatchObject({ code: 0, said: expect.stringContaining('for תיווך השרון') });
  const prompts = JSON.parse(await readFile(new URL('prompts.json', folder.url), 'utf8'));
  expect(prompts.greeting_he.text).toBe(
    'שלום, כאן העוזרת הדיגיטלית של תיווך השרון. ייתכן שהשיחה תוקלט. במה אפשר לעזור?',
  );
  for (const name of ['fallback_he', 'calls_at_once_he', 'day_over_he'])
    expect(prompts[name].text).toMatch(/^(?:שלום, )?כאן תיווך השרון\. .* ובמה מדובר, /);
  const mp3 = await readFile(new URL('tts/greeting_he.mp3', folder.url));
  expect(await mp3DurationMs(mp3)).toBe(prompts.greeting_he.duration_ms);
  expect(mp3.equals(await readFile(new URL('tts/greeting_he.mp3', ASSETS)))).toBe(false);
});

test('Google’s failure to render is told, not written down', async () => {
  await using folder = await copyOfAssets();
  await using world = await openWorld();
  await using reader = createGoogleReader(world.config);
  world.google.faults.set('synthesize', { kind: 'status', status: 'RESOURCE_EXHAUSTED' });
  const rendering = Array.fromAsync(renderAssets(folder.url, reader, DEFAULT_OFFICE_NAME));
  await expect(rendering).rejects.toThrow('google: answered RESOURCE_EXHAUSTED');
  const [before, after] = [new URL('prompts.json', ASSETS), new URL('prompts.json', folder.url)];
  expect((await readFile(after)).equals(await readFile(before))).toBe(true);
});

test.for([
  ['--help', 0, /Usage: npm run prompts/],
  ['--louder', 2, /Unknown option '--louder'/],
] as const)('the command answers %s with the exit code %i', async ([option, code, words]) => {
  const answer = await commanded([option]);
  expect(answer.code).toBe(code);
  expect(answer.said).toMatch(words);
});

function commanded(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return new Promise<{ code: unknown; said: string }>((resolve) => {
    execFile(
      process.execPath,
      [COMMAND, ...args],
      { env: { PATH: processEnvironment()['PATH'], ...env } },
      (error, out, err) => resolve({ code: error?.code ?? 0, said: out + err }),
    );
  });
}

/** Copies `assets/`; of the recorded texts the named ones, or all: each is a second of rendering. */
async function copyOfAssets(prompts?: readonly string[], phrases: readonly string[] = []) {
  const path = await mkdtemp(join(tmpdir(), 'assets-'));
  await cp(ASSETS, path, { recursive: true });
  if (prompts) await keepOnly(join(path, 'prompts.json'), prompts);
  if (prompts) await keepOnly(join(path, 'phrases.json'), phrases);
  return {
    url: pathToFileURL(`${path}/`),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true }),
  };
}

async function keepOnly(file: string, names: readonly string[]): Promise<void> {
  const texts = JSON.parse(await readFile(file, 'utf8'));
  const kept = Object.fromEntries(names.map((name) => [name, texts[name]]));
  await writeFile(file, JSON.stringify(kept));
}

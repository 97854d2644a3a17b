import { copyFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FRAME_BYTES, FRAME_MS, levelDbfs } from '@agent-locator/audio/mulaw.ts';
import { describe, expect, test } from 'vitest';
import phrases from '#assets/phrases.json' with { type: 'json' };
import { toSpokenPhonemes, unknownWords } from '#local/speech/pronunciation.ts';
import { readPhrases } from '#media-service/speaking/phrases.ts';
import { InvalidInput } from '#shared/errors.ts';

const RECORDINGS = new URL('../../assets/phrases/', import.meta.url);

describe.each(Object.entries(phrases))('the phrase %s', (name, { text, pointed, duration_ms }) => {
  test('is spoken as it is written, and no word of it is guessed', () => {
    expect(pointed.normalize('NFD').replace(/[\u0591-\u05c7]/g, '')).toBe(text);
    expect(unknownWords(text)).toEqual([]);
    expect(toSpokenPhonemes(text)).toBe(toSpokenPhonemes(pointed));
  });

  test('is recorded in whole frames, clearly audible and soon to speak', () => {
    const { [name as keyof typeof phrases]: phrase } = readPhrases(RECORDINGS);
    expect(phrase.text).toBe(text);
    expect(phrase.audio.length % FRAME_BYTES).toBe(0);
    expect((phrase.audio.length / FRAME_BYTES) * FRAME_MS).toBe(duration_ms);
    expect(levelDbfs(phrase.audio)).toBeGreaterThan(-26);
    expect(levelDbfs(phrase.audio.subarray(0, 15 * FRAME_BYTES))).toBeGreaterThan(-40);
  });
});

describe('reading the phrases', () => {
  test('says which file is missing, and what to do', () => {
    using folder = copyOfRecordings();
    rmSync(folder.file('apology.ulaw'));
    expect(() => readPhrases(folder.url)).toThrow(InvalidInput);
    expect(() => readPhrases(folder.url)).toThrow(/apology\.ulaw cannot be read.*npm run prompts/);
  });

  test.each([
    ['was cut', (file: string) => writeFileSync(file, new Uint8Array(FRAME_BYTES))],
    [
      'is that of another',
      (file: string) => copyFileSync(new URL('no_human.ulaw', RECORDINGS), file),
    ],
  ])('finds out when a recording %s', (_, spoil) => {
    using folder = copyOfRecordings();
    spoil(folder.file('apology.ulaw'));
    expect(() => readPhrases(folder.url)).toThrow(/"apology" is not as long.*npm run prompts/);
  });
});

function copyOfRecordings() {
  const path = mkdtempSync(join(tmpdir(), 'phrases-'));
  cpSync(RECORDINGS, path, { recursive: true });
  return {
    url: pathToFileURL(`${path}/`),
    file: (name: string) => join(path, name),
    [Symbol.dispose]: () => rmSync(path, { recursive: true }),
  };
}

import { readFile } from 'node:fs/promises';
import { FRAME_BYTES, levelDbfs, SILENCE, toPcm16 } from '@agent-locator/audio/mulaw.ts';
import { MPEGDecoder } from 'mpg123-decoder';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLocalVoice, type LocalVoice } from './voice.ts';

let voice: LocalVoice;
beforeAll(async () => {
  voice = await createLocalVoice();
});
afterAll(() => voice[Symbol.asyncDispose]());

test('the same sentence is always the same bytes, in any order and from any voice process', async () => {
  await using another = await createLocalVoice();
  await another.speak('יש לנו דירה יפה ברחוב דיזנגוף.');
  await another.speak('רגע.', 'caller');
  const [here, there] = [
    await voice.speak('שלום, מה שלומכם?'),
    await another.speak('שלום, מה שלומכם?'),
  ];
  expect(there).toEqual(here);
  expect(await voice.speak('שלום, מה שלומכם?')).toEqual(here);
});

test('a short sentence is the same after a very long one', async () => {
  const text = 'שלום, אני מחפש דירה של שלושה חדרים בתל אביב, ותודה רבה. '.repeat(20);
  await using another = await createLocalVoice();
  const long = await another.speak(text);
  expect(long.length / 8_000).toBeGreaterThan(60);
  expect(await voice.speak(text)).toEqual(long);
  expect(await another.speak('רק רגע.')).toEqual(await voice.speak('רק רגע.'));
});

test('audio is whole frames of speech without silence around it', async () => {
  const spoken = await voice.speak('אני מחפש דירה של שלושה חדרים בתל אביב.', 'caller');
  expect(spoken.length % FRAME_BYTES).toBe(0);
  expect(spoken.length / 8_000).toBeGreaterThan(1.8);
  expect(spoken.length / 8_000).toBeLessThan(3.5);
  expect(levelDbfs(spoken.subarray(0, 4 * FRAME_BYTES))).toBeGreaterThan(-45);
  expect(levelDbfs(spoken.subarray(-4 * FRAME_BYTES))).toBeGreaterThan(-45);
});

test.each(['agent', 'caller'] as const)(
  'the %s is loud enough for a phone line and not distorted',
  async (speaker) => {
    const spoken = await voice.speak('כן, אפשר לקבוע ביקור ביום שלישי בחמש.', speaker);
    expect(levelDbfs(spoken)).toBeGreaterThan(-23);
    expect(levelDbfs(spoken)).toBeLessThan(-18);
    const clipped = toPcm16(spoken).filter((sample) => Math.abs(sample) > 32_000).length;
    expect(clipped / spoken.length).toBeLessThan(0.001);
  },
);

test('the two voices differ: the agent is a woman, the caller a man', async () => {
  const sentence = 'תודה רבה, זה יקר מדי בשבילי.';
  const [agent, caller] = [await voice.speak(sentence), await voice.speak(sentence, 'caller')];
  expect(pitchHz(agent)).toBeGreaterThan(150);
  expect(pitchHz(caller)).toBeLessThan(130);
});

test('an unknown word is still spoken', async () => {
  const spoken = await voice.speak('קשקושייה');
  expect(spoken.length).toBeGreaterThan(20 * FRAME_BYTES);
  expect(levelDbfs(spoken)).toBeGreaterThan(-25);
});

test('digits are spoken as the words they stand for', async () => {
  expect(await voice.speak('קומה 3')).toEqual(await voice.speak('קומה שלוש'));
  expect(await voice.speak('דירה ב־7000 שקל')).toEqual(await voice.speak('דירה ב־שבעת אלפים שקל'));
});

test('points are spoken as they stand, and everyday spelling as its points', async () => {
  expect(await voice.speak('חדר')).toEqual(await voice.speak('חֶדֶר'));
  expect(await voice.speak('חֲדַר')).not.toEqual(await voice.speak('חֶדֶר'));
});

test('a text without words gives empty audio', async () => {
  expect(await voice.speak('')).toHaveLength(0);
  expect(await voice.speak(' … ')).toHaveLength(0);
});

test('many sentences asked at once each come back as themselves', async () => {
  const sentences = Array.from({ length: 12 }, (_, i) => `מספר ${i}`);
  const together = await Promise.all(sentences.map((sentence) => voice.speak(sentence)));
  await using another = await createLocalVoice();
  for (const [i, sentence] of sentences.entries()) {
    expect(await another.speak(sentence)).toEqual(together[i]);
  }
});

test('the speech process ends when its voice is disposed of', async () => {
  const short = await createLocalVoice();
  await short[Symbol.asyncDispose]();
  expect(() => process.kill(short.pid, 0)).toThrow('ESRCH');
  await expect(short.speak('שלום')).rejects.toThrow('eSpeak process ended');
});

test('a speech process that dies in the middle is reported, not waited for', async () => {
  await using doomed = await createLocalVoice();
  const speaking = doomed.speak('משפט ארוך מאוד, שאיש לא ישמע את סופו.');
  process.kill(doomed.pid, 'SIGKILL');
  await expect(speaking).rejects.toThrow(/eSpeak process ended \(SIGKILL\)/);
});

test('each recorded prompt decodes to its stated length, clearly audible and soon to speak', async () => {
  const assets = new URL('../../assets/', import.meta.url);
  const prompts: Record<string, { duration_ms: number }> = JSON.parse(
    await readFile(new URL('prompts.json', assets), 'utf8'),
  );
  for (const [name, prompt] of Object.entries(prompts)) {
    const { samples, sampleRate } = await decoded(
      await readFile(new URL(`tts/${name}.mp3`, assets)),
    );
    expect(Math.abs((samples.length / sampleRate) * 1_000 - prompt.duration_ms)).toBeLessThan(50);
    expect(loudnessDbfs(samples)).toBeGreaterThan(-24);
    expect(loudnessDbfs(samples.subarray(0, sampleRate * 0.3))).toBeGreaterThan(-40);
  }
});

async function decoded(mp3: Uint8Array): Promise<{ samples: Float32Array; sampleRate: number }> {
  const decoder = new MPEGDecoder();
  await decoder.ready;
  const { channelData, sampleRate } = decoder.decode(mp3);
  decoder.free();
  return { samples: channelData[0] as Float32Array, sampleRate };
}

function loudnessDbfs(samples: Float32Array): number {
  return 10 * Math.log10(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);
}

/** Returns the median pitch of loud 40 ms windows, by autocorrelation. */
function pitchHz(mulaw: Uint8Array): number {
  const pcm = toPcm16(mulaw.filter((byte) => byte !== SILENCE));
  const pitches: number[] = [];
  for (let from = 0; from + 640 < pcm.length; from += 320) {
    const window = pcm.subarray(from, from + 640);
    const power = correlation(window, 0);
    if (power / 320 < 2_000 ** 2) continue;
    const lags = Array.from({ length: 76 }, (_, i) => i + 24);
    const best = lags.reduce((a, b) => (correlation(window, b) > correlation(window, a) ? b : a));
    if (correlation(window, best) > 0.5 * power) pitches.push(8_000 / best);
  }
  return pitches.sort((a, b) => a - b)[pitches.length >> 1] ?? 0;
}

function correlation(window: Int16Array, lag: number): number {
  let sum = 0;
  for (let i = 0; i < 320; i++) sum += (window[i] as number) * (window[i + lag] as number);
  return sum;
}

import { expect, test } from 'vitest';
import type { Event } from '#media-service/conversation/events.ts';
import { createMouth } from '#media-service/speaking/mouth.ts';
import { readPhrases } from '#media-service/speaking/phrases.ts';

const WRITTEN = 'דירת 3 חדרים בבוגרשוב, ב-7,500 ₪.';
const SPOKEN = 'דירת שלושה חדרים בבּוֹגְרָשׁוֹב, בשבעת אלפים וחמש מאות שקל.';
const reading = { pronunciations: new Map([['בוגרשוב', 'בּוֹגְרָשׁוֹב']]) };

test('the voice gets numbers and names as people say them, and the turn keeps the written text', async () => {
  const given: string[] = [];
  const events: Event[] = [];
  const voice = {
    async *speak(sentences: AsyncIterable<string>) {
      for await (const sentence of sentences) {
        given.push(sentence);
        yield new Uint8Array(160);
      }
    },
  };
  const parts = {
    voice,
    phrases: readPhrases(new URL('../../assets/phrases/', import.meta.url)),
    reading,
  };
  const pump = { play: () => {} };
  const mouth = createMouth(parts, pump, (event) => events.push(event));
  async function* words() {
    yield WRITTEN;
  }
  const speech = { sentences: words(), allowed: Promise.resolve() };
  await mouth.speak(1, speech, new AbortController().signal);
  expect(given).toEqual([SPOKEN]);
  expect(events).toMatchObject([
    { type: 'sentence-ready', text: WRITTEN },
    { type: 'audio-arrived' },
    { type: 'audio-finished' },
  ]);
});

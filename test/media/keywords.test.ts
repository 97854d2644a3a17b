import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadKeywords } from '#media-service/hearing/keywords.ts';
import { listeningNames } from '#shared/agent/listening-names.ts';
import type { ListingRow } from '#shared/domain/listings/listing.ts';
import { silenceLog } from '../doors/log.ts';

const lexicon = { keywords: ['רות'], pronunciations: new Map<string, string>() };
const home = { status: 'active', city: 'חיפה', street: 'הרצל 12' } as ListingRow;

/** Listings whose places are read at once. */
function inOnePage(read: () => Promise<ListingRow[]>) {
  return {
    async *places() {
      yield await read();
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  silenceLog();
});
afterEach(() => void vi.useRealTimers());

test('the streets of a new listing are listened for within ten minutes', async () => {
  const rows: ListingRow[] = [];
  const keywords = await loadKeywords(
    lexicon,
    inOnePage(async () => [...rows]),
  );
  expect(keywords()).toEqual(['רות']);
  rows.push(home);
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect(keywords()).toEqual(['רות', 'הרצל', 'חיפה']);
});

test('where listings cannot be read, the office’s own names are listened for, or those known before', async () => {
  let isAway = true;
  const all = async () => {
    if (isAway) throw new Error('away');
    return [home];
  };
  const keywords = await loadKeywords(lexicon, inOnePage(all));
  expect(keywords()).toEqual(['רות']);
  isAway = false;
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  isAway = true;
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect(keywords()).toContain('הרצל');
});

test('a recording is heard with the streets of the listings, which are read once in ten minutes', async () => {
  const rows: ListingRow[] = [];
  let readings = 0;
  const all = async () => {
    readings++;
    return [...rows];
  };
  const names = listeningNames(lexicon, inOnePage(all));
  expect(await names()).toEqual(['רות']);
  rows.push(home);
  expect(await names()).toEqual(['רות']);
  expect(readings).toBe(1);
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect(await names()).toEqual(['רות', 'הרצל', 'חיפה']);
});

test('a recording does not wait for listings for longer than a second', async () => {
  const rows = Promise.withResolvers<ListingRow[]>();
  const names = listeningNames(
    lexicon,
    inOnePage(() => rows.promise),
  );
  const asked = names();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await asked).toEqual(['רות']);
  rows.resolve([home]);
  expect(await names()).toEqual(['רות', 'הרצל', 'חיפה']);
});

test('of listings that are too many for a second, the names that were read by then are listened for', async () => {
  const { signals, listings } = inEndlessPages(600);
  const names = listeningNames(lexicon, listings);
  const asked = names();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await asked).toEqual(['רות', 'הרצל', 'חיפה']);
  expect(await names()).toEqual(['רות', 'הרצל', 'חיפה']);
  expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
});

test('a reading of listings that brought nothing in time has ended when the next one begins', async () => {
  const { signals, listings } = inEndlessPages(2_000);
  const names = listeningNames(lexicon, listings);
  for (const _ of [1, 2]) {
    const asked = names();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await asked).toEqual(['רות']);
  }
  expect(signals.map((signal) => signal?.aborted)).toEqual([true, true]);
});

/** Listings without an end, of which each page takes some ms. */
function inEndlessPages(pageMs: number) {
  const signals: (AbortSignal | undefined)[] = [];
  return {
    signals,
    listings: {
      async *places({ signal }: { signal?: AbortSignal } = {}) {
        signals.push(signal);
        for (;;) {
          await new Promise((resolve) => setTimeout(resolve, pageMs));
          yield [home];
        }
      },
    },
  };
}

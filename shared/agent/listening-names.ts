import { orAborted, watchDeadlines } from '#shared/deadlines.ts';
import type { Listings } from '#shared/ports/office.ts';
import { survive } from '#shared/survival.ts';
import { keywordsOf, type Lexicon } from './lexicon.ts';

/** The age, in ms, at which names are read again: scanning all listings is too much for every recording. */
const KEPT_MS = 10 * 60_000;
/** The wait for a slow store, or for many listings; after it, a recording is transcribed with what was read. */
const READING = { name: 'listings', ms: 1_000 };
/** Large pages hold up no call here; DynamoDB ends each at 1 MB. */
const PAGE_ROWS = 10_000;

/**
 * Returns a cached reader of the keywords for recordings: lexicon and listings, as many as are read in time. Without
 * any it is the lexicon.
 */
export function listeningNames(
  lexicon: Lexicon,
  listings: Pick<Listings, 'places'>,
): () => Promise<readonly string[]> {
  let kept: { readonly names: readonly string[]; readonly until: number } | undefined;
  return async () => {
    if (kept && Date.now() < kept.until) return kept.names;
    const reading = keywordsOf(lexicon, pagesInTime(listings));
    const names = await survive('keywords.not-learnt', reading);
    if (!names) return kept?.names ?? keywordsOf(lexicon, []);
    kept = { names, until: Date.now() + KEPT_MS };
    return names;
  };
}

/**
 * Yields the pages that come within the deadline, and ends the scan behind them.
 * @throws DeadlineExceeded if none came
 */
async function* pagesInTime(listings: Pick<Listings, 'places'>) {
  using deadlines = watchDeadlines('dynamodb', new AbortController().signal);
  const { signal } = deadlines;
  deadlines.start(READING);
  const pages = listings.places({ pageRows: PAGE_ROWS, signal })[Symbol.asyncIterator]();
  let isFirst = true;
  for (;;) {
    const page = await orAborted(pages.next(), signal).catch((error) => {
      if (isFirst || !signal.aborted) throw error;
      return undefined;
    });
    if (!page || page.done) return;
    isFirst = false;
    yield page.value;
  }
}

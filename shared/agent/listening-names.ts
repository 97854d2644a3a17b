import { inTime } from '#shared/deadlines.ts';
import type { Listings } from '#shared/ports/office.ts';
import { survive } from '#shared/survival.ts';
import { keywordsOf, type Lexicon } from './lexicon.ts';

/** The age, in ms, at which names are read again: scanning all listings is too much for every recording. */
const KEPT_MS = 10 * 60_000;
/** The wait for a slow store; after it, a recording is transcribed without the listings' names. */
const READING = { name: 'listings', ms: 1_000 };

/** Returns a cached reader of the keywords for recordings: lexicon and listings, or the lexicon while the store is away. */
export function listeningNames(
  lexicon: Lexicon,
  listings: Pick<Listings, 'places'>,
): () => Promise<readonly string[]> {
  let kept: { readonly names: readonly string[]; readonly until: number } | undefined;
  return async () => {
    if (kept && Date.now() < kept.until) return kept.names;
    const reading = inTime('dynamodb', READING, keywordsOf(lexicon, listings.places()));
    const names = await survive('keywords.not-learnt', reading);
    if (!names) return kept?.names ?? keywordsOf(lexicon, []);
    kept = { names, until: Date.now() + KEPT_MS };
    return names;
  };
}

import { inTime } from '#shared/deadlines.ts';
import type { Listings } from '#shared/ports/office.ts';
import { survive } from '#shared/survival.ts';
import { keywordsOf, type Lexicon } from './lexicon.ts';

/** How soon a street of a new listing is listened for: reading all listings is not for every recording. */
const KEPT_MS = 10 * 60_000;
/** A recording is heard without the names of listings before it waits longer for a slow store. */
const READING = { name: 'listings', ms: 1_000 };

/** Gives the names to listen for in a recording, read when they are asked for; where listings cannot be read, the office's own. */
export function listeningNames(
  lexicon: Lexicon,
  listings: Pick<Listings, 'all'>,
): () => Promise<readonly string[]> {
  let kept: { readonly names: readonly string[]; readonly until: number } | undefined;
  return async () => {
    if (kept && Date.now() < kept.until) return kept.names;
    const reading = inTime('dynamodb', READING, listings.all());
    const all = await survive('keywords.not-learnt', reading);
    if (!all) return kept?.names ?? keywordsOf(lexicon, []);
    kept = { names: keywordsOf(lexicon, all), until: Date.now() + KEPT_MS };
    return kept.names;
  };
}

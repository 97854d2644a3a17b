import { keywordsOf, type Lexicon } from '#shared/agent/lexicon.ts';
import type { Listings } from '#shared/ports/office.ts';
import { survive } from '#shared/survival.ts';

/** How soon a street of a new listing is listened for: reading all listings is not for every call. */
const RELEARN_MS = 10 * 60_000;

/** Gives the names to listen for as they are now: learnt once before this settles, and again and again later. */
export async function learnKeywords(
  lexicon: Lexicon,
  listings: Pick<Listings, 'all'>,
): Promise<() => readonly string[]> {
  let keywords = keywordsOf(lexicon, []);
  const learn = async () => {
    keywords = keywordsOf(lexicon, await listings.all());
  };
  const relearn = () => survive('keywords.not-learnt', learn());
  setInterval(relearn, RELEARN_MS).unref();
  await relearn();
  return () => keywords;
}

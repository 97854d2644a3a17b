import { keywordsOf, type Lexicon } from '#shared/agent/lexicon.ts';
import type { Listings } from '#shared/ports/office.ts';
import { survive } from '#shared/survival.ts';

/** How soon the street of a new listing becomes a keyword; reading all listings at every call is too much. */
const RELOAD_MS = 10 * 60_000;

/**
 * Returns a function that returns the current keywords for transcription. They are loaded once before this settles, and
 * every ten minutes after that; a failed load keeps the last ones.
 */
export async function loadKeywords(
  lexicon: Lexicon,
  listings: Pick<Listings, 'places'>,
): Promise<() => readonly string[]> {
  let keywords = await keywordsOf(lexicon, []);
  const load = async () => {
    keywords = await keywordsOf(lexicon, listings.places());
  };
  const reload = () => survive('keywords.not-learnt', load());
  setInterval(reload, RELOAD_MS).unref();
  await reload();
  return () => keywords;
}

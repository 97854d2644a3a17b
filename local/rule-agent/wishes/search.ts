import type { Answer } from '#local/openai/reply-events.ts';
import type { Details } from '#local/rule-agent/heard/details.ts';
import {
  type FoundListing,
  type SearchResult,
  searchResultIn,
} from '#local/rule-agent/heard/found-listings.ts';
import { isOffer } from '#local/rule-agent/heard/wishes.ts';
import type { Situation, ToolUse } from '#local/rule-agent/situation.ts';
import { toolPhrases as say } from '#local/rule-agent/words/tool-texts.ts';
import { chosen } from './chosen-home.ts';
import { listingTold } from './listing-texts.ts';
import { missingIn } from './missing-details.ts';
import { missTold, nearPhrases } from './near-texts.ts';

const MORE = /יש עוד|עוד דירות|עוד אפשרויות|משהו אחר|מה עוד|אחרות/;
const CHEAPER = /זול(?:ה|ות|ים)? יותר|(?:יותר|משהו) זול|פחות יקר/;
/** Two listings are enough in one answer. */
const TOLD_AT_ONCE = 2;

/** Every argument of a search; an absent one does not matter. */
const ANYTHING = {
  deal: null,
  kind: null,
  city: null,
  neighbourhood: null,
  street: null,
  house_number: null,
  ad_number: null,
  rooms_min: null,
  rooms_max: null,
  price_min_ils: null,
  price_max_ils: null,
  floor_min: null,
  floor_max: null,
  available_by: null,
  features: null,
  after: null,
};

/** Returns the arguments of a search. */
export function searchFor(wanted: Partial<Record<keyof typeof ANYTHING, unknown>>): object {
  return { ...ANYTHING, ...wanted };
}

/** Searches once a wish is complete, and again after each change, and tells the results. */
export function search(situation: Situation): Answer | undefined {
  const { wanted, said, isWishNew, found } = situation;
  const wantsMore = MORE.test(said) && !isWishNew;
  if (isOffer(wanted) || !(isWishNew || wantsMore) || missingIn(wanted)) return undefined;
  const last = wantsMore ? found.slice(0, TOLD_AT_ONCE).at(-1) : undefined;
  const outcome = searched(situation, last?.id);
  if (!outcome) return undefined;
  if ('call' in outcome) return outcome;
  const result = searchResultIn(outcome.result);
  if (!result) return { say: `${say.failed} ${say.offerCallback}` };
  if (!wantsMore) return { say: foundTold(result, wanted) };
  // Without a note on the last search, the first ones come again.
  return { say: moreTold(last ? result.listings : result.listings.slice(TOLD_AT_ONCE)) };
}

/** Searches for a home that costs less than the one that was told. */
export function searchCheaper(situation: Situation): Answer | undefined {
  const { said, found, wanted, isWishNew } = situation;
  const told = chosen(found, situation);
  if (!told || isWishNew || !CHEAPER.test(said)) return undefined;
  const outcome = searched({ ...situation, wanted: { ...wanted, shekels: told.price_ils - 1 } });
  if (!outcome || 'call' in outcome) return outcome;
  const result = searchResultIn(outcome.result);
  // The home that was told is the nearest miss.
  const cheaper = result && { ...result, near: [] };
  return { say: cheaper ? foundTold(cheaper, wanted) : `${say.failed} ${say.offerCallback}` };
}

/** Calls the search. The same wish has the same arguments, so a booking finds its listing again. */
export function searched({ use, wanted }: Situation, after?: string): ToolUse | undefined {
  const { deal, kind, city, rooms, shekels, shekelsFrom, features } = wanted;
  return use(
    'search_listings',
    searchFor({
      deal: deal === 'rent' ? 'rent' : 'sale',
      kind: kind ?? null,
      city: city ?? null,
      rooms_min: rooms ?? null,
      rooms_max: rooms ?? null,
      price_min_ils: shekelsFrom ?? null,
      price_max_ils: shekels ?? null,
      features: features.length > 0 ? features : null,
      after: after ?? null,
    }),
  );
}

/** Returns the first homes of a search in words, with the offer to see them. */
export function foundTold({ listings, near }: SearchResult, { features }: Details): string {
  const [best, next] = listings;
  const [close] = near;
  if (best) {
    // The second is told in fewer words.
    const also = next ? ` ויש גם ${listingTold({ ...next, floor: undefined })}.` : '';
    return `יש ${listingTold(best, features)}.${also} ${say.offerViewing}`;
  }
  if (!close) return `${say.noneFound} ${say.offerToNote}`;
  const told = `${listingTold(close)}, ${missTold(close)}`;
  return `${nearPhrases.noneExactly} יש ${told}. ${say.offerViewing}`;
}

function moreTold([one, other]: readonly FoundListing[]): string {
  if (!one) return `${say.noMore} ${say.offerViewing}`;
  const also = other ? ` ויש גם ${listingTold({ ...other, floor: undefined })}.` : '';
  return `יש גם ${listingTold(one)}.${also} ${say.offerViewing}`;
}

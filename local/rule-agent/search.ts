import type { Answer } from '#local/openai/reply-events.ts';
import type { Details } from './details.ts';
import { type FoundListing, listingsIn } from './found-listings.ts';
import { listingTold } from './listing-texts.ts';
import { missingIn } from './missing-details.ts';
import type { Situation, ToolUse } from './situation.ts';
import { toolPhrases as say } from './tool-texts.ts';
import { isOffer } from './wishes.ts';

const MORE = /יש עוד|עוד דירות|עוד אפשרויות|משהו אחר|מה עוד|אחרות/;

/** Searches once a wish is complete, and again after each change, and tells the results. */
export function search(situation: Situation): Answer | undefined {
  const { wanted, said, isWishNew } = situation;
  const wantsMore = MORE.test(said);
  if (isOffer(wanted) || !(isWishNew || wantsMore) || missingIn(wanted)) return undefined;
  const outcome = searched(situation);
  if (!outcome) return undefined;
  if ('call' in outcome) return outcome;
  const listings = listingsIn(outcome.result);
  if (!listings) return { say: `${say.failed} ${say.offerCallback}` };
  return { say: wantsMore && !isWishNew ? moreTold(listings) : foundTold(listings, wanted) };
}

/** Calls the search. The same wish has the same arguments, so a booking finds its listing again. */
export function searched({ use, wanted }: Situation): ToolUse | undefined {
  const { deal, city, rooms, shekels, features } = wanted;
  return use('search_listings', {
    deal: deal === 'rent' ? 'rent' : 'sale',
    city: city ?? null,
    rooms_min: rooms ?? null,
    rooms_max: rooms ?? null,
    price_max_ils: shekels ?? null,
    features: features.length > 0 ? features : null,
  });
}

function foundTold([best, next]: readonly FoundListing[], { features }: Details): string {
  if (!best) return `${say.noneFound} ${say.offerToNote}`;
  // Two listings are enough in one answer; the second is told in fewer words.
  const also = next ? ` ויש גם ${listingTold({ ...next, floor: undefined })}.` : '';
  return `יש ${listingTold(best, features)}.${also} ${say.offerViewing}`;
}

/** The first two were told before, so the third is left. */
function moreTold([, , third]: readonly FoundListing[]): string {
  return `${third ? `יש גם ${listingTold(third)}.` : say.noMore} ${say.offerViewing}`;
}

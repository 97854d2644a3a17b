import type { Answer } from '#local/openai/reply-events.ts';
import { searchResultIn } from './found-listings.ts';
import { namedHomeIn } from './home-words.ts';
import { listingTold } from './listing-texts.ts';
import { matterPhrases } from './matter-texts.ts';
import { matterOf } from './matters.ts';
import { missTold } from './near-texts.ts';
import { searchFor } from './search.ts';
import type { Situation } from './situation.ts';
import { toolPhrases as say } from './tool-texts.ts';
import { isOffer } from './wishes.ts';

/** Searches for the home of an advertisement that the caller names, and asks for nothing else before. */
export function tellNamedHome(situation: Situation): Answer | undefined {
  const { said, wanted, use } = situation;
  const named = namedHomeIn(said);
  const matter = matterOf(situation);
  if (!named || isOffer(wanted) || !(matter === undefined || matter === 'advertised')) {
    return undefined;
  }
  const outcome = use(
    'search_listings',
    'adNumber' in named
      ? searchFor({ ad_number: named.adNumber })
      : searchFor({ street: named.street, house_number: named.number }),
  );
  if (!outcome || 'call' in outcome) return outcome;
  const result = searchResultIn(outcome.result);
  if (!result) return { say: `${say.failed} ${say.offerCallback}` };
  const { listings, near, isRemoved } = result;
  if (listings[0]) return { say: `כן, יש ${listingTold(listings[0])}. ${say.offerViewing}` };
  if (isRemoved) return { say: `${say.soldMeanwhile} ${say.offerCallback}` };
  const [close] = near;
  if (!close) return { say: `${matterPhrases.notListed} ${say.offerCallback}` };
  return { say: `${missTold(close)} יש ${listingTold(close)}. ${say.offerViewing}` };
}

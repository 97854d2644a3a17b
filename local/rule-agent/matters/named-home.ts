import type { Answer } from '#local/openai/reply-events.ts';
import { searchResultIn } from '#local/rule-agent/heard/found-listings.ts';
import { namedHomeIn } from '#local/rule-agent/heard/home-words.ts';
import { isOffer } from '#local/rule-agent/heard/wishes.ts';
import type { Situation } from '#local/rule-agent/situation.ts';
import { listingTold } from '#local/rule-agent/wishes/listing-texts.ts';
import { missTold } from '#local/rule-agent/wishes/near-texts.ts';
import { searchFor } from '#local/rule-agent/wishes/search.ts';
import { toolPhrases as say } from '#local/rule-agent/words/tool-texts.ts';
import { matterPhrases } from './matter-texts.ts';
import { matterOf } from './matters.ts';

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

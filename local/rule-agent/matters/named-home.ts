import type { Answer } from '#local/openai/reply-events.ts';
import { searchResultIn } from '#local/rule-agent/heard/found-listings.ts';
import { isExact, type NamedHome, namedHomeIn } from '#local/rule-agent/heard/named-homes.ts';
import { homeAnswered } from '#local/rule-agent/heard/street-names.ts';
import { isOffer, offersHome } from '#local/rule-agent/heard/wishes.ts';
import type { Situation } from '#local/rule-agent/situation.ts';
import { listingTold } from '#local/rule-agent/wishes/listing-texts.ts';
import { missTold } from '#local/rule-agent/wishes/near-texts.ts';
import { foundTold, searchFor } from '#local/rule-agent/wishes/search.ts';
import { toolPhrases as say } from '#local/rule-agent/words/tool-texts.ts';
import { matterPhrases } from './matter-texts.ts';
import { matterOf } from './matters.ts';

/** Words of a caller who asks for a home, where only a street was named. */
const SEEKS = /דיר[הת]|נכס|משהו|מחפש|פנטהאוז|וילה/;

const VIEWS = /לראות|לבקר|ביקור|לתאם|לקבוע/;

/** Searches for the home or the street that the caller names, and asks for nothing else before. */
export function tellNamedHome(situation: Situation): Answer | undefined {
  const named = homeNamed(situation);
  if (!named) return undefined;
  const outcome = situation.use('search_listings', searchOf(named, situation));
  if (!outcome || 'call' in outcome) return outcome;
  const result = searchResultIn(outcome.result);
  if (!result) return { say: `${say.failed} ${say.offerCallback}` };
  const { listings, near, isRemoved } = result;
  const [home, ...others] = listings;
  if (home && others.length > 0) return { say: foundTold(result, situation.wanted) };
  if (home) return { say: `כן, יש ${listingTold(home)}. ${say.offerViewing}` };
  if (isRemoved) return { say: `${say.soldMeanwhile} ${say.offerCallback}` };
  const [close] = near;
  if (!close) return { say: `${matterPhrases.notListed} ${say.offerCallback}` };
  return { say: `${missTold(close)} יש ${listingTold(close)}. ${say.offerViewing}` };
}

/** Returns the home that the caller asks for, on their own or in answer to the question for its street. */
function homeNamed(situation: Situation): NamedHome | undefined {
  const { said, asked, wanted, found } = situation;
  const isAsked = asked.includes(matterPhrases.askAdvertised);
  const named = namedHomeIn(said) ?? (isAsked ? homeAnswered(said) : undefined);
  const matter = matterOf(situation);
  const isOther = matter !== undefined && matter !== 'advertised';
  if (!named || isOther || isOffer(wanted) || offersHome(said)) return undefined;
  if (isExact(said) || isAsked || matter === 'advertised') return named;
  // Once homes were told, the caller chooses one of them.
  const isFirst = found.length === 0 && VIEWS.test(said) && /ה(?:דירה|בית|נכס)/.test(said);
  if (isFirst) return named;
  return /רחוב/.test(said) && SEEKS.test(said) ? named : undefined;
}

/** Returns the arguments: for a street alone, the known part of the wish narrows it. */
function searchOf(named: NamedHome, { wanted }: Situation): object {
  if ('adNumber' in named) return searchFor({ ad_number: named.adNumber });
  const { street, number } = named;
  if (number !== undefined) return searchFor({ street, house_number: number });
  const { deal, city, rooms } = wanted;
  return searchFor({
    street,
    city: city ?? null,
    deal: deal === 'buy' ? 'sale' : (deal ?? null),
    rooms_min: rooms ?? null,
    rooms_max: rooms ?? null,
  });
}

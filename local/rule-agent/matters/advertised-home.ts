import type { Answer } from '#local/openai/reply-events.ts';
import { type FoundListing, listingsIn } from '#local/rule-agent/heard/found-listings.ts';
import { isOffer } from '#local/rule-agent/heard/wishes.ts';
import type { Situation } from '#local/rule-agent/situation.ts';
import { listingTold } from '#local/rule-agent/wishes/listing-texts.ts';
import { searched } from '#local/rule-agent/wishes/search.ts';
import { toolPhrases } from '#local/rule-agent/words/tool-texts.ts';
import type { Line } from '#shared/domain/calls/dialogue.ts';
import { matterIn } from './matter-kinds.ts';
import { matterPhrases as say } from './matter-texts.ts';

/** Searches for the home of an advertisement, and tells it if its street was named. */
export function tellAdvertised(situation: Situation): Answer | undefined {
  const { asked, wanted } = situation;
  if (isOffer(wanted)) return undefined;
  if (!wanted.deal) {
    const isAsked = asked.includes(say.askAdvertised);
    return {
      say: isAsked ? `${say.otherMatter} ${toolPhrases.offerCallback}` : say.askAdvertised,
    };
  }
  const outcome = searched(situation);
  if (!outcome || 'call' in outcome) return outcome;
  const home = advertisedIn(listingsIn(outcome.result) ?? [], situation.dialogue);
  // Only the cheapest few are told of a search, so the number of rooms narrows it.
  if (!home && !wanted.rooms) return { say: say.askItsRooms };
  if (!home) return { say: `${say.notListed} ${toolPhrases.offerCallback}` };
  return { say: `יש ${listingTold(home)}. ${toolPhrases.offerViewing}` };
}

/** Returns the home whose street the caller has named. */
export function advertisedIn(
  listings: readonly FoundListing[],
  dialogue: readonly Line[],
): FoundListing | undefined {
  const said = dialogue
    .flatMap(({ speaker, text }) => (speaker === 'caller' ? text : []))
    .join(' ');
  return listings.find(({ street }) => {
    const name = street?.replace(/ \d+$/, '');
    return name && said.includes(name);
  });
}

/** Returns whether the dialogue is about a home of an advertisement. */
export function isAdvertised(dialogue: readonly Line[]): boolean {
  return dialogue.some(
    ({ speaker, text }) =>
      speaker === 'caller' &&
      matterIn(text, { isAnswer: false, isWishKnown: false }) === 'advertised',
  );
}

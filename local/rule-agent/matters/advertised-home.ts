import type { Answer } from '#local/openai/reply-events.ts';
import { isOffer } from '#local/rule-agent/heard/wishes.ts';
import type { Situation } from '#local/rule-agent/situation.ts';
import { missingIn } from '#local/rule-agent/wishes/missing-details.ts';
import { phrases } from '#local/rule-agent/words/texts.ts';
import { matterPhrases as say } from './matter-texts.ts';

/** Asks for the street of the home of an advertisement. A caller who does not know it is asked for their wish. */
export function askStreet({ asked, wanted, isYes }: Situation): Answer | undefined {
  if (isOffer(wanted)) return undefined;
  if (!asked.includes(say.askAdvertised) || isYes) return { say: say.askAdvertised };
  const next = wanted.deal ? missingIn(wanted) : phrases.askRentOrBuy;
  return { say: `${phrases.noTrouble} ${next ?? phrases.anythingElse}` };
}

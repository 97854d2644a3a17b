import type { Answer } from '#local/openai/reply-events.ts';
import { detailsIn } from '#local/rule-agent/heard/details.ts';
import type { Situation } from '#local/rule-agent/situation.ts';
import { openQuestion, phrases, wishNoted } from '#local/rule-agent/words/texts.ts';
import { missingIn } from './missing-details.ts';

/** Repeats the wish to a caller who says once more what is known, and goes on with the open question. */
export function tellAgain({ said, asked, wanted, isWishNew }: Situation): Answer | undefined {
  const { deal, city, rooms, shekels } = detailsIn([{ speaker: 'caller', text: said }]);
  if (isWishNew || !wanted.deal || !(deal || city || rooms || shekels)) return undefined;
  const next = openQuestion(asked) ?? missingIn(wanted) ?? phrases.anythingElse;
  return { say: `${wishNoted(wanted)} ${next}` };
}

import type { Answer } from '#local/openai/reply-events.ts';
import { nameIn } from '#local/rule-agent/heard/details.ts';
import { isOffer, offersHome } from '#local/rule-agent/heard/wishes.ts';
import type { Situation } from '#local/rule-agent/situation.ts';
import { openQuestion, phrases } from '#local/rule-agent/words/texts.ts';
import { toolPhrases } from '#local/rule-agent/words/tool-texts.ts';
import { leadOf } from './lead.ts';
import { missingIn } from './missing-details.ts';

/** Notes the name of a caller who tells only that, and goes on with the open question. */
export function noteName(situation: Situation): Answer | undefined {
  const { said, asked, told, toldBefore, wanted, briefing, use } = situation;
  if (!nameIn(said)) return undefined;
  const isNew = told.name !== toldBefore.name && !isOffer(wanted);
  const outcome = isNew ? use('save_lead', leadOf(wanted, briefing.name)) : undefined;
  // The greeting was said before the tool was used.
  if (outcome && 'result' in outcome) return {};
  const own = !wanted.deal && offersHome(said) ? phrases.askOwnDeal : undefined;
  const isOver = asked.endsWith(phrases.anythingElse);
  const open = isOver ? undefined : openQuestion(asked);
  const next = own ?? open ?? missingIn(wanted) ?? phrases.anythingElse;
  return { say: `${toolPhrases.nice} ${next}`, ...outcome };
}

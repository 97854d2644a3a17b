import type { Answer } from '#local/openai/reply-events.ts';
import type { Situation } from '#local/rule-agent/situation.ts';
import { phrases } from '#local/rule-agent/words/texts.ts';
import { toolPhrases as say } from '#local/rule-agent/words/tool-texts.ts';

/** A contact asks to be told of new homes in so many words, which is a yes to exactly that. */
const ASKS =
  /(?:תעדכנ|תודיע|תכתב|תשלח|לעדכן|להודיע|לכתוב)[א-ת]* (?:לי|לנו|אותי|אותנו|אליי|אלינו).*(?:כש|ברגע ש|אם )[א-ת]*(?:יהיה|יש|היה|יכנס|יתפנה|תפנה)/;

/** Returns the offer to write of new homes; undefined without that tool, or after an earlier offer. */
export function alertsOffered({ dialogue, can }: Situation): string | undefined {
  const isAsked = dialogue.some(({ text }) => text.includes(say.offerAlerts));
  return can('agree_to_alerts') && !isAsked ? say.offerAlerts : undefined;
}

/** Records the contact's consent to be told of new homes: after that offer, or when they ask for it themselves. */
export function agreeToAlerts({ asked, said, isYes, isNo, use }: Situation): Answer | undefined {
  const isOffered = asked.includes(say.offerAlerts);
  if (isOffered && isNo) return { say: `${phrases.noTrouble} ${phrases.anythingElse}` };
  const isAgreed = (isOffered && isYes) || ASKS.test(said);
  const outcome = isAgreed ? use('agree_to_alerts', {}) : undefined;
  if (!outcome || 'call' in outcome) return outcome;
  const told = outcome.result['noted'] === true ? say.willAlert : say.failed;
  return { say: `${told} ${phrases.anythingElse}` };
}

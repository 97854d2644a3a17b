import type { Answer } from '#local/openai/reply-events.ts';
import type { Situation } from '#local/rule-agent/situation.ts';
import { phrases } from '#local/rule-agent/words/texts.ts';
import { toolPhrases as say } from '#local/rule-agent/words/tool-texts.ts';
import { optWish } from '#shared/messages/opt-words.ts';
import { matterPhrases } from './matter-texts.ts';

/** Words about messages of the office, and words of refusal. */
const MESSAGES = /הודע(?:ה|ות)|רשימ[הת]|תפוצה|ספאם|ווטסאפים|תכתבו לי|לכתוב לי/;
const REFUSES =
  /תפסיק|להפסיק|תורידו|להוריד|תסירו|להסיר|תמחקו|אל ת|לא רוצה|לא מעוניי?[ןנ]|לא צריך|מספיק|די עם|עזבו/;

/** A wish to have the details in writing. */
const SENDS =
  /(?:תשלח|שלח|לשלוח|תכתב|לכתוב|תעביר|להעביר)[א-ת]*(?: \S+){0,4} ב?(?:ו[וא]+טסאפ|הודעה|סמס|כתב)/;

const DETAILS = /פרטי|מידע|נתונים/;
/** Calls are refused in the same words as messages. */
const CALLS =
  /(?:תפסיק\S*|להפסיק|הפסיקו|די) (?:כבר )?(?:עם ה(?:שיחות|טלפונים)|(?:ל)?(?:התקשר|צלצל|חפש|טלפן)\S* (?:אל(?:יי|י|ינו)|אותי|לי))/;

/** Records that the contact refuses messages, in whatever words. */
export function refuseMessages({ said, use }: Situation): Answer | undefined {
  // To erase what is known of them is a wish of its own.
  const isSure = (optWish(said, 'phone') === 'out' && !DETAILS.test(said)) || CALLS.test(said);
  if (!isSure && !(MESSAGES.test(said) && REFUSES.test(said))) return undefined;
  const outcome = use('stop_messages', {});
  if (!outcome || 'call' in outcome) return outcome;
  const told = outcome.result['stopped'] === true ? say.willNotWrite : say.failed;
  return { say: `${told} ${phrases.anythingElse}` };
}

/** Returns the offer of a summary on WhatsApp; undefined without that tool, or after an earlier offer. */
export function messagesOffered({ dialogue, can }: Situation): string | undefined {
  const isAsked = dialogue.some(({ text }) => text.includes(say.offerMessages));
  return can('agree_to_messages') && !isAsked ? say.offerMessages : undefined;
}

/** Records the caller's consent to messages after that offer. */
export function agreeToMessages({ asked, isYes, isNo, use }: Situation): Answer | undefined {
  if (!asked.includes(say.offerMessages)) return undefined;
  if (isNo) return { say: `${phrases.noTrouble} ${phrases.anythingElse}` };
  const outcome = isYes ? use('agree_to_messages', {}) : undefined;
  if (!outcome || 'call' in outcome) return outcome;
  const told = outcome.result['noted'] === true ? say.willWrite : say.failed;
  return { say: `${told} ${phrases.anythingElse}` };
}

/** The contact asks for the details in writing: that is a yes to messages, or is passed to a person. */
export function sendDetails({ said, can, use }: Situation): Answer | undefined {
  // In a chat they read the details already.
  if (!SENDS.test(said) || REFUSES.test(said) || !can('end_call')) return undefined;
  const outcome = use('agree_to_messages', {});
  if (!outcome) return { say: `${matterPhrases.otherMatter} ${say.offerCallback}` };
  if ('call' in outcome) return outcome;
  const told = outcome.result['noted'] === true ? say.willWrite : say.failed;
  return { say: `${told} ${phrases.anythingElse}` };
}

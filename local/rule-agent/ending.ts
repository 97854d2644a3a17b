import type { Answer } from '#local/openai/reply-events.ts';
import { passOn, putThrough } from '#local/rule-agent/matters/matter-deeds.ts';
import { reasonOf } from '#local/rule-agent/matters/matter-reason.ts';
import { matterOf } from '#local/rule-agent/matters/matters.ts';
import { isFarewell, phrases } from '#local/rule-agent/words/texts.ts';
import { toolPhrases as say } from '#local/rule-agent/words/tool-texts.ts';
import type { Situation } from './situation.ts';

const PERSON =
  /(לדבר|להעביר|תעביר|תחבר|רוצה|אפשר|תן לי|תני לי|צריך|צריכה).*(נציג|סוכן|סוכנת|אדם|מישהו|מנהל|מזכיר|מוקד|טלפנית|פקיד)|(?:יש|אין) (?:שם |פה |לכם )*(?:נציג|בן ?אדם)/;
/** A person asked for in a word or two. */
const PERSON_ONLY =
  /^(?:שלום,? |היי,? |אפשר |רק )*(?:נציגה?|סוכן|סוכנת|בן ?אדם|אדם|מזכירה|מוקדן|מוקדנית|מענה אנושי|מנהלת?)(?: (?:אנושי|אנושית|אמיתי|שירות|בבקשה|תודה|דחוף))*[.!?]*$/;

/** Ends the call after the caller's farewell. */
export function takeLeave(situation: Situation) {
  const { said, asked, isWishNew, isMomentNew, use } = situation;
  if (isWishNew || isMomentNew || !isFarewell(said, asked) || matterOf(situation)) return undefined;
  const outcome = use('end_call', {});
  if (outcome && 'result' in outcome) return {};
  return { say: phrases.goodbye, ...outcome };
}

/** Transfers the caller to a person, or offers a callback. */
export function handOver(situation: Situation): Answer | undefined {
  const { said, asked, dialogue, isYes, isNo, can } = situation;
  const isOffered = asked.includes(say.offerTransfer);
  if (isOffered && isNo) return { say: `${phrases.noTrouble} ${phrases.anythingElse}` };
  const isAsked = PERSON.test(said) || PERSON_ONLY.test(said);
  if (!isAsked && !(isOffered && isYes)) return undefined;
  if (can('pass_to_person')) return passOn(situation);
  if (!can('transfer_to_human') && can('request_callback')) {
    return { say: `${phrases.noTrouble} ${say.askCallTime}` };
  }
  return can('transfer_to_human') ? putThrough(situation, reasonOf(dialogue)) : undefined;
}

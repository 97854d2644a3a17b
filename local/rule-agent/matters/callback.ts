import type { Answer } from '#local/openai/reply-events.ts';
import { phoneIn } from '#local/rule-agent/heard/dictated-phone.ts';
import type { Situation } from '#local/rule-agent/situation.ts';
import { phrases, wishTold } from '#local/rule-agent/words/texts.ts';
import {
  callbackNoted,
  halfNoted,
  toolPhrases as say,
} from '#local/rule-agent/words/tool-texts.ts';
import { reasonOf } from './matter-reason.ts';
import { refusalTold } from './refusals.ts';
import { requestCallback } from './requests.ts';

const ASKED = /תקשרו אל|תקשר אל|תחזרו אל|תחזור אל|יחזור אל|יחזרו אל|שיחה חוזרת/;
const SOON = /בהקדם|כמה שיותר מהר|מתי שנוח|מתי שאפשר|עכשיו|לא משנה|כל הזמן|מיד/;

/** Requests a callback, at the caller's time or as soon as possible. */
export function callBack(situation: Situation): Answer | undefined {
  const { topic, said, moment, isMomentNew, isYes, isNo, told, can, briefing } = situation;
  if (topic !== 'callback') return undefined;
  const isSoon = SOON.test(said) && !isMomentNew;
  const isKnown = isYes || isNo || isMomentNew || isSoon || phoneIn(said) !== undefined;
  if (!isKnown && !ASKED.test(said)) return undefined;
  if (isNo && !isMomentNew && !isSoon) {
    return { say: `${phrases.noTrouble} ${phrases.anythingElse}` };
  }
  if (!can('request_callback')) return undefined;
  if (!isSoon && !(moment.day && moment.hour)) return { say: momentAsked(situation) };

  const at = isSoon ? null : `${moment.day}T${moment.hour}`;
  const reason = reasonOf(situation.dialogue) ?? (told.deal ? wishTold(told) : null);
  const outcome = requestCallback(situation, { at, reason });
  if (!outcome || 'call' in outcome) return outcome;
  if (outcome.result['requested'] !== true) {
    return { say: refusalTold(outcome.result, say.askCallTime) };
  }
  const promised = isSoon ? phrases.callBack : callbackNoted(moment);
  const noted = briefing.isOfficeTold ? promised : phrases.leftOnList;
  return { say: `${noted} ${phrases.anythingElse}` };
}

function momentAsked({ moment }: Situation): string {
  if (!moment.day && !moment.hour) return `${phrases.noTrouble} ${say.askCallTime}`;
  return `${halfNoted(moment)} ${moment.day ? say.askCallHour : say.askCallDay}`;
}

import type { Answer } from '#local/openai/reply-events.ts';
import { personAsked } from '#local/rule-agent/heard/asked-person.ts';
import { phoneIn } from '#local/rule-agent/heard/dictated-phone.ts';
import type { Situation } from '#local/rule-agent/situation.ts';
import { phrases } from '#local/rule-agent/words/texts.ts';
import { toolPhrases } from '#local/rule-agent/words/tool-texts.ts';
import { isUrgentMatter } from '#shared/domain/office/urgent-matter.ts';
import { reasonOf } from './matter-reason.ts';
import { matterPhrases as say } from './matter-texts.ts';
import { refusalTold } from './refusals.ts';
import { noteRequest, type Request, requestCallback } from './requests.ts';

const URGENT =
  /(?<!לא )(?<!לא (?:כל כך|ממש|כזה|מאוד) )דחוף|עכשיו|מיד|הצפה|מוצפ|מוצף|מציף|פיצוץ|התפוצץ|גז|נתקע|תקועה|סכנה/;

/** Attends to a defect: an urgent one at once, another one behind the question for its place. */
export function attendDefect(situation: Situation): Answer | undefined {
  return URGENT.test(situation.said) ? defectNoted(situation, say.sorry) : { say: say.askDefect };
}

/** Notes a complaint, and puts the caller through. */
export function attendComplaint(situation: Situation): Answer | undefined {
  const outcome = noteRequest(situation, requestOf(situation, 'complaint'));
  if (outcome && 'call' in outcome) return { say: say.sorry, ...outcome };
  return putThrough(situation, reasonOf(situation.dialogue), outcome ? '' : say.sorry);
}

/** Puts the caller through with their matter as the reason. */
export function connect(situation: Situation): Answer | undefined {
  return putThrough(situation, reasonOf(situation.dialogue));
}

/** Requests a callback to the number that the caller dictates, or asks for it. */
export function takeNumber(situation: Situation): Answer | undefined {
  return phoneIn(situation.said) ? noted(situation, say.noted) : { say: say.askNumber };
}

/** Cancels the caller's viewing; where it cannot tell which, it asks. */
export function cancelled(situation: Situation): Answer | undefined {
  const { use, moment } = situation;
  const at = moment.day && moment.hour ? `${moment.day}T${moment.hour}` : null;
  const outcome = use('cancel_viewing', { listing_id: null, at });
  if (!outcome) return noted(situation, say.cancelNoted);
  if ('call' in outcome) return outcome;
  const { result } = outcome;
  if (result['cancelled'] === true) return { say: `${say.cancelled} ${phrases.anythingElse}` };
  if (result['reason'] === 'several') return { say: say.whichVisit };
  if (result['reason'] === 'no_such_viewing') {
    return { say: `${say.noVisit} ${toolPhrases.offerCallback}` };
  }
  return { say: refusalTold(result, toolPhrases.askCallTime) };
}

/** Requests a callback for the matter, as soon as possible. */
export function noted(situation: Situation, words: string): Answer | undefined {
  const { dialogue, moment, asked } = situation;
  // A time that was named before the number still counts.
  const isTimed = asked.includes(say.askNumber) && moment.day && moment.hour;
  const at = isTimed ? `${moment.day}T${moment.hour}` : null;
  const outcome = requestCallback(situation, { at, reason: reasonOf(dialogue) ?? null });
  if (!outcome) return { say: `${say.otherMatter} ${phrases.anythingElse}` };
  if ('call' in outcome) return outcome;
  if (outcome.result['requested'] !== true) {
    return { say: refusalTold(outcome.result, toolPhrases.askCallTime) };
  }
  return { say: confirmed(situation, words) };
}

/** Returns the confirmation of a request; without a promise where no person of the office is told. */
function confirmed({ briefing }: Situation, words: string): string {
  return `${briefing.isOfficeTold ? words : phrases.leftOnList} ${phrases.anythingElse}`;
}

/** Notes a defect in a managed flat; an urgent one is put through, too. */
export function defectNoted(situation: Situation, before = ''): Answer | undefined {
  const { dialogue } = situation;
  const request = requestOf(situation, 'maintenance');
  const outcome = noteRequest(situation, request);
  if (outcome && 'call' in outcome) return before ? { say: before, ...outcome } : outcome;
  if (request.urgent) return putThrough(situation, reasonOf(dialogue), outcome ? '' : before);
  if (outcome?.result['noted'] === true) {
    return { say: confirmed(situation, say.defectNoted) };
  }
  return noted(situation, say.defectNoted);
}

/** Gives a matter to the office; without that tool it requests a callback. */
export function requestNoted(situation: Situation, kind: Request['kind'], words: string) {
  const outcome = noteRequest(situation, requestOf(situation, kind));
  if (!outcome) return noted(situation, words);
  if ('call' in outcome) return outcome;
  if (outcome.result['missing']) return { say: say.askNumber };
  const isNoted = outcome.result['noted'] === true;
  return isNoted
    ? { say: confirmed(situation, words) }
    : { say: refusalTold(outcome.result, toolPhrases.askCallTime) };
}

function requestOf({ said, dialogue }: Situation, kind: Request['kind']): Request {
  const words = reasonOf(dialogue) ?? said;
  return { kind, urgent: URGENT.test(said) || isUrgentMatter(words), words };
}

/** Transfers the caller with the reason; without a person there, or in a chat, offers a callback. */
export function putThrough(
  { use, said, briefing }: Situation,
  reason: string | undefined,
  before = '',
): Answer | undefined {
  const to = personAsked(said, briefing.people);
  const outcome = use('transfer_to_human', { to, reason: reason ?? null, listing_id: null });
  if (!outcome) return { say: `${before} ${toolPhrases.offerCallback}`.trim() };
  if ('call' in outcome) return before ? { say: before, ...outcome } : outcome;
  if (outcome.result['transferring'] === true) return { say: toolPhrases.transferring };
  if (outcome.result['callback_requested'] === true) {
    const noted = briefing.isOfficeTold ? phrases.callBack : phrases.leftOnList;
    return { say: `${toolPhrases.closed} ${noted}` };
  }
  return { say: `${toolPhrases.nobodyThere} ${toolPhrases.offerCallback}` };
}

/** Has a person of the office answer in the chat. */
export function passOn({ use, said, briefing, dialogue }: Situation): Answer {
  const asked_for = personAsked(said, briefing.people);
  const outcome = use('pass_to_person', {
    asked_for,
    reason: reasonOf(dialogue) ?? null,
    listing_id: null,
  });
  if (outcome && 'call' in outcome) return outcome;
  if (outcome?.result['passed'] !== true) return { say: toolPhrases.failed };
  if (!briefing.isOfficeTold) return { say: phrases.leftOnList };
  const when = outcome.result['opens_next'] === undefined ? '' : ` ${toolPhrases.closed}`;
  return { say: `${toolPhrases.passedOn}${when}` };
}

/** Notes a wish about the price; only a person negotiates. */
export function noteHaggling({ use, briefing, dialogue }: Situation): Answer {
  const outcome = use('save_lead', {
    name: briefing.name ?? null,
    deal: null,
    city: null,
    rooms: null,
    budget_ils: null,
    notes: reasonOf(dialogue) ?? null,
    property: null,
  });
  if (outcome && 'call' in outcome) return outcome;
  const isSaved = outcome?.result['saved'] === true;
  return { say: `${isSaved ? say.priceNoted : say.price} ${toolPhrases.offerCallback}` };
}

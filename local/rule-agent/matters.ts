import type { Answer } from '#local/openai/reply-events.ts';
import type { Line } from '#shared/domain/calls/dialogue.ts';
import { personAsked } from './asked-person.ts';
import { type FoundListing, listingsIn } from './found-listings.ts';
import { listingTold } from './listing-texts.ts';
import { type MatterKind, matterIn } from './matter-kinds.ts';
import { hoursTold, matterNames, matterPhrases as say } from './matter-texts.ts';
import { missingIn } from './missing-details.ts';
import { refusalTold } from './refusals.ts';
import { noteRequest, phoneIn, type Request, requestCallback } from './requests.ts';
import { searched } from './search.ts';
import type { Situation } from './situation.ts';
import { phrases } from './texts.ts';
import { questions, toolPhrases } from './tool-texts.ts';
import { isOffer, type Wish } from './wishes.ts';

/** The longest reason, within the 200 characters that the tools take. */
const MAX_REASON_CHARS = 180;
const URGENT =
  /(?<!לא )(?<!לא (?:כל כך|ממש|כזה|מאוד) )דחוף|עכשיו|מיד|הצפה|מוצפ|מוצף|פיצוץ|התפוצץ|גז|נתקע|תקועה|סכנה/;
/** Words of a caller who looks for a home, and asks about the fee besides. */
const SEEKS = /(?<!לא )מחפש|צרי(?:ך|כה) (?:דירה|בית)|(?:רוצה|רוצים) (?:לשכור|לקנות)/;
/** Questions of the agent for a detail of a matter; any words answer them. */
const DETAILS: readonly (readonly [question: string, noted: string])[] = [
  [say.askDefect, say.defectNoted],
  [say.askColleague, say.noted],
  [say.askNumber, say.noted],
];
/** Questions of the agent for a detail of a wish. */
const WISH_QUESTIONS: readonly string[] = [
  phrases.askCity,
  phrases.askRooms,
  phrases.askOwnRooms,
  phrases.askRent,
  phrases.askPrice,
  phrases.askOwnPrice,
];

/** Returns the matter of a caller's line, after the agent's line. */
export function matterOf({ said, asked, told }: MatterLine): MatterKind | undefined {
  return matterIn(said, {
    isAnswer: WISH_QUESTIONS.some((question) => asked.includes(question)),
    isWishKnown: told.deal !== undefined,
  });
}

type MatterLine = Pick<Situation, 'said' | 'asked'> & { readonly told: Wish };

/** Answers a matter that is neither a search nor an offer, and does what the tools can do about it. */
export function attend(situation: Situation): Answer | undefined {
  const { asked, isYes, isNo } = situation;
  const detail = DETAILS.find(([question]) => asked.includes(question));
  if (detail && isNo) return { say: `${phrases.noTrouble} ${phrases.anythingElse}` };
  const kind = matterOf(situation);
  if (detail && kind !== 'robot' && kind !== 'wrong-number') {
    if (asked.includes(say.askDefect)) return defectNoted(situation);
    return asked.includes(say.askColleague)
      ? requestNoted(situation, 'cooperation', detail[1])
      : noted(situation, detail[1]);
  }
  if (asked.includes(say.askAdvertised) || asked.includes(say.askItsRooms)) {
    return tellAdvertised(situation);
  }
  const isReply = isYes || isNo || situation.isMomentNew;
  if (isReply && questions.callback.some((question) => asked.includes(question))) return undefined;
  // A shop or a plot is searched for like a flat.
  if (kind === 'specialist' && situation.wanted.kind && situation.wanted.deal) return undefined;
  return kind && answerTo(kind, situation);
}

/** Returns the words about a matter that need no tool; undefined for one that is passed to a person. */
export function matterTold(kind: MatterKind): string | undefined {
  switch (kind) {
    case 'wrong-number':
      return say.wrongNumber;
    case 'robot':
      return say.robot;
    case 'recording':
      return say.recording;
    case 'discrimination':
      return say.discrimination;
    case 'advice':
      return say.advice;
    case 'hours':
      return say.hours;
    case 'child':
      return say.askParents;
    case 'off-topic':
      return say.offTopic;
    default:
      return undefined;
  }
}

/** Returns the words before the offer that a person of the office calls back. */
export function passedOn(kind: MatterKind): string {
  switch (kind) {
    case 'fee':
      return say.fee;
    case 'address':
      return say.address;
    case 'specialist':
      return say.specialist;
    case 'language':
      return say.language;
    case 'job':
      return say.job;
    case 'own-visit':
      return say.ownVisit;
    case 'personal-data':
      return say.personalData;
    case 'detail':
      return say.detail;
    case 'haggling':
      return say.price;
    case 'complaint':
    case 'defect':
      return say.sorry;
    default:
      return say.otherMatter;
  }
}

function answerTo(kind: MatterKind, situation: Situation): Answer | undefined {
  const { said, told, toldBefore, wanted, briefing, isWishNew, can, use } = situation;
  const words = kind === 'hours' ? hoursTold(briefing.today, said) : matterTold(kind);
  if (kind === 'fee' && (briefing.fee || SEEKS.test(said))) {
    const next = SEEKS.test(said) ? (wanted.deal ? missingIn(wanted) : phrases.askRentOrBuy) : '';
    return { say: `${briefing.fee ?? say.fee} ${next || phrases.anythingElse}` };
  }
  if (kind === 'wrong-number') {
    const outcome = use('end_call', {});
    return outcome && 'result' in outcome ? {} : { say: say.wrongNumber, ...outcome };
  }
  if (words?.endsWith('?')) return { say: words };
  if (words) {
    const isWish = kind === 'robot' || kind === 'discrimination' || toldBefore.deal !== undefined;
    const open = isWish && wanted.deal ? missingIn(wanted) : undefined;
    return { say: `${words} ${open ?? (kind === 'robot' ? say.askHelp : phrases.anythingElse)}` };
  }
  switch (kind) {
    case 'complaint': {
      const outcome = noteRequest(situation, requestOf(situation, 'complaint'));
      if (outcome && 'call' in outcome) return { say: say.sorry, ...outcome };
      return putThrough(situation, reasonOf(situation.dialogue), outcome ? '' : say.sorry);
    }
    case 'late':
    case 'named-person':
      return putThrough(situation, reasonOf(situation.dialogue));
    case 'cancel':
      return cancelled(situation);
    case 'defect':
      return URGENT.test(said) ? defectNoted(situation, say.sorry) : { say: say.askDefect };
    case 'colleague':
      return { say: say.askColleague };
    case 'other-number':
      return phoneIn(said) ? noted(situation, say.noted) : { say: say.askNumber };
    case 'haggling':
      return noteHaggling(situation);
    case 'advertised':
      return tellAdvertised(situation);
    default:
      // A complete wish is searched for, and an offer is saved.
      if (isWishNew && kind === 'detail' && told.deal) return undefined;
      if (!can('request_callback') && !briefing.now) return { say: passedOn(kind) };
      return { say: `${passedOn(kind)} ${toolPhrases.offerCallback}` };
  }
}

/** Cancels the caller's viewing; where it cannot tell which, it asks. */
function cancelled(situation: Situation): Answer | undefined {
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
function noted(situation: Situation, words: string): Answer | undefined {
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
  return { say: `${words} ${phrases.anythingElse}` };
}

/** Notes a defect in a managed flat; an urgent one is put through, too. */
function defectNoted(situation: Situation, before = ''): Answer | undefined {
  const { said, dialogue } = situation;
  const isUrgent = URGENT.test(said);
  const outcome = noteRequest(situation, requestOf(situation, 'maintenance'));
  if (outcome && 'call' in outcome) return before ? { say: before, ...outcome } : outcome;
  if (isUrgent) return putThrough(situation, reasonOf(dialogue), outcome ? '' : before);
  if (outcome?.result['noted'] === true) {
    return { say: `${say.defectNoted} ${phrases.anythingElse}` };
  }
  return noted(situation, say.defectNoted);
}

/** Gives a matter to the office; without that tool it requests a callback. */
function requestNoted(situation: Situation, kind: Request['kind'], words: string) {
  const outcome = noteRequest(situation, requestOf(situation, kind));
  if (!outcome) return noted(situation, words);
  if ('call' in outcome) return outcome;
  if (outcome.result['missing']) return { say: say.askNumber };
  const isNoted = outcome.result['noted'] === true;
  return isNoted
    ? { say: `${words} ${phrases.anythingElse}` }
    : { say: refusalTold(outcome.result, toolPhrases.askCallTime) };
}

function requestOf({ said, dialogue }: Situation, kind: Request['kind']): Request {
  return { kind, urgent: URGENT.test(said), words: reasonOf(dialogue) ?? said };
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
    return { say: `${toolPhrases.closed} ${phrases.callBack}` };
  }
  return { say: `${toolPhrases.nobodyThere} ${toolPhrases.offerCallback}` };
}

/** Notes a wish about the price; only a person negotiates. */
function noteHaggling({ use, briefing, dialogue }: Situation): Answer {
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

/** Searches for the home of an advertisement, and tells it if its street was named. */
function tellAdvertised(situation: Situation): Answer | undefined {
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

/** Returns the caller's last matter in their own words, as the reason of a callback or a transfer. */
export function reasonOf(dialogue: readonly Line[]): string | undefined {
  const callers = dialogue.filter(({ speaker }) => speaker === 'caller').map(({ text }) => text);
  const kinds = callers.map((text) => matterIn(text, { isAnswer: false, isWishKnown: false }));
  const at = kinds.findLastIndex((kind) => kind && matterNames[kind]);
  const kind = kinds[at];
  if (!kind) return undefined;
  return `${matterNames[kind]}: ${callers.slice(at).join('; ')}`.slice(0, MAX_REASON_CHARS);
}

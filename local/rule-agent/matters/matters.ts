import type { Answer } from '#local/openai/reply-events.ts';
import type { Wish } from '#local/rule-agent/heard/wishes.ts';
import type { Situation } from '#local/rule-agent/situation.ts';
import { missingIn } from '#local/rule-agent/wishes/missing-details.ts';
import { openQuestion, phrases } from '#local/rule-agent/words/texts.ts';
import { questions, toolPhrases } from '#local/rule-agent/words/tool-texts.ts';
import { askStreet } from './advertised-home.ts';
import { condole } from './condolence.ts';
import { asksOn, tellHours } from './hours.ts';
import * as deeds from './matter-deeds.ts';
import { type MatterKind, matterIn } from './matter-kinds.ts';
import { matterPhrases as say } from './matter-texts.ts';

/** The way of a matter: words alone, a deed, or the offer that a person calls back. */
type Handling = {
  /** The words that need no tool. */
  readonly told?: string;
  /** The words before the offer of a call; without them, that a broker knows. */
  readonly passedOn?: string;
  readonly act?: (situation: Situation) => Answer | undefined;
};

const HANDLINGS: Readonly<Partial<Record<MatterKind, Handling>>> = {
  'wrong-number': { told: say.wrongNumber, act: hangUp },
  robot: { told: say.robot },
  recording: { told: say.recording },
  discrimination: { told: say.discrimination },
  advice: { told: say.advice },
  hours: { told: say.hours, act: tellHours },
  child: { told: say.askParents },
  'off-topic': { told: say.offTopic },
  'returned-call': { told: say.askReturned },
  fee: { passedOn: say.fee },
  address: { passedOn: say.address },
  specialist: { passedOn: say.specialist },
  language: { passedOn: say.language },
  job: { passedOn: say.job },
  'own-visit': { passedOn: say.ownVisit },
  'personal-data': { passedOn: say.personalData },
  detail: { passedOn: say.detail },
  haggling: { passedOn: say.price, act: deeds.noteHaggling },
  complaint: { passedOn: say.sorry, act: deeds.attendComplaint },
  defect: { passedOn: say.sorry, act: deeds.attendDefect },
  bereaved: { passedOn: say.condolence, act: condole },
  late: { act: deeds.connect },
  'on-the-way': { act: deeds.connect },
  signing: { act: deeds.connect },
  'named-person': { act: deeds.connect },
  cancel: { act: deeds.cancelled },
  colleague: { act: () => ({ say: say.askColleague }) },
  'other-number': { act: deeds.takeNumber },
  advertised: { act: askStreet },
};

/** Words of a caller who looks for a home, and asks about the fee besides. */
const SEEKS = /(?<!לא )מחפש|צרי(?:ך|כה) (?:דירה|בית)|(?:רוצה|רוצים) (?:לשכור|לקנות)/;
/** Questions of the agent for a detail of a matter; any words answer them. */
const DETAILS: readonly (readonly [question: string, noted: string])[] = [
  [say.askDefect, say.defectNoted],
  [say.askColleague, say.noted],
  [say.askNumber, say.noted],
  [say.askReturned, say.noted],
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
  const isReturned = asked.includes(say.askReturned);
  if (detail && isNo && !isReturned) return { say: `${phrases.noTrouble} ${phrases.anythingElse}` };
  const kind = matterOf(situation);
  // A wish or a matter is attended to as if nothing had been asked before.
  const isOwnMatter = isReturned && (kind !== undefined || situation.isWishNew);
  if (detail && kind !== 'robot' && kind !== 'wrong-number' && !isOwnMatter) {
    if (asked.includes(say.askDefect)) return deeds.defectNoted(situation);
    if (isReturned) return deeds.requestNoted(situation, 'other', detail[1]);
    return asked.includes(say.askColleague)
      ? deeds.requestNoted(situation, 'cooperation', detail[1])
      : deeds.noted(situation, detail[1]);
  }
  if (asked.includes(say.askAdvertised) && !kind && !situation.isWishNew) {
    return askStreet(situation);
  }
  const isReply = isYes || isNo || situation.isMomentNew;
  if (isReply && questions.callback.some((question) => asked.includes(question))) return undefined;
  // A shop or a plot is searched for like a flat.
  if (kind === 'specialist' && situation.wanted.kind && situation.wanted.deal) return undefined;
  if (!kind && asksOn(situation)) return tellHours(situation);
  return kind && answerTo(kind, situation);
}

/** Returns the words about a matter that need no tool; undefined for one that is passed to a person. */
export function matterTold(kind: MatterKind): string | undefined {
  return HANDLINGS[kind]?.told;
}

/** Returns the words before the offer that a person of the office calls back. */
export function passedOn(kind: MatterKind): string {
  return HANDLINGS[kind]?.passedOn ?? say.otherMatter;
}

function answerTo(kind: MatterKind, situation: Situation): Answer | undefined {
  const { said, told, toldBefore, wanted, briefing, isWishNew, can } = situation;
  const { act } = HANDLINGS[kind] ?? {};
  if (kind === 'fee' && (briefing.fee || SEEKS.test(said))) {
    const next = SEEKS.test(said) ? (wanted.deal ? missingIn(wanted) : phrases.askRentOrBuy) : '';
    return { say: `${briefing.fee ?? say.fee} ${next || phrases.anythingElse}` };
  }
  if (act) return act(situation);
  const words = matterTold(kind);
  if (words?.endsWith('?')) return { say: words };
  if (words) {
    const isWish = kind === 'robot' || kind === 'discrimination' || toldBefore.deal !== undefined;
    const open =
      openQuestion(situation.asked) ?? (isWish && wanted.deal ? missingIn(wanted) : undefined);
    return { say: `${words} ${open ?? (kind === 'robot' ? say.askHelp : phrases.anythingElse)}` };
  }
  // A complete wish is searched for, and an offer is saved.
  if (isWishNew && kind === 'detail' && told.deal) return undefined;
  if (!can('request_callback') && !briefing.now) return { say: passedOn(kind) };
  return { say: `${passedOn(kind)} ${toolPhrases.offerCallback}` };
}

function hangUp({ use }: Situation): Answer {
  const outcome = use('end_call', {});
  return outcome && 'result' in outcome ? {} : { say: say.wrongNumber, ...outcome };
}

import type { Asked } from '#local/openai/reply-request.ts';
import { cities } from '#local/rule-agent/heard/cities.ts';
import { type Details, detailsIn } from '#local/rule-agent/heard/details.ts';
import {
  type FoundListing,
  listingsInNotes,
  namedHomeInNotes,
} from '#local/rule-agent/heard/found-listings.ts';
import { type Moment, momentIn } from '#local/rule-agent/heard/spoken-moments.ts';
import { chosenTime, freeTimesIn, isAnyTime } from '#local/rule-agent/words/free-times.ts';
import { phrases } from '#local/rule-agent/words/texts.ts';
import { BOOKED, CALLING, questions, settled } from '#local/rule-agent/words/tool-texts.ts';
import type { Line } from '#shared/domain/calls/dialogue.ts';
import { officeDay } from '#shared/domain/office/office-day.ts';
import { type Briefing, readBriefing } from './briefing.ts';

/** The input of the rules: the dialogue, the known facts, and the tools. */
export type Situation = {
  readonly dialogue: readonly Line[];
  readonly said: string;
  /** The agent's line before that. */
  readonly asked: string;
  readonly briefing: Briefing;
  /** The details from this call, which may be repeated to the caller. */
  readonly told: Details;
  /** The same without the caller's last line. */
  readonly toldBefore: Details;
  /** The details from this call, on top of an earlier wish that the caller has resumed. */
  readonly wanted: Details;
  readonly isWishNew: boolean;
  /** The listings of the last search in an earlier reply. */
  readonly found: readonly FoundListing[];
  readonly topic: Topic | undefined;
  /** The time of a viewing or a callback, as far as it was said. */
  readonly moment: Moment;
  /** Whether the caller's last line named a time, or changed the known one. */
  readonly isMomentNew: boolean;
  readonly isYes: boolean;
  readonly isNo: boolean;
  /** Whether the agent has used a tool in this reply, and so has said a word already. */
  readonly hasSpoken: boolean;
  /** Returns whether a tool is offered or was used. */
  can(tool: string): boolean;
  /** Returns a tool's result in this reply, or else the call; undefined where the tool is not offered. */
  use(tool: string, args: object): ToolUse | undefined;
};

/** The purpose of a time. */
export type Topic = 'viewing' | 'callback';

/** The use of a tool in this reply: its call, or its result. */
export type ToolUse =
  | { readonly call: { readonly name: string; readonly arguments: string } }
  | { readonly result: Readonly<Record<string, unknown>> };

const CALLBACK =
  /(?<!ה)תקשרו אל(?!יכ)|(?<!ה)תקשר אל(?!יכ)|תחזרו אל|תחזור אל|יחזור אל|יחזרו אל|שיחה חוזרת/;
const VIEWING = /לראות|לבקר|ביקור|לתאם|פגישה|סיור|לקבוע/;
const AS_BEFORE = /אותו ה?דבר|כמו ב?פעם ה?(?:קודמת|שעברה)|כמו קודם|כמו שחיפשתי/;
const CORRECTS = /^(?:לא,|בעצם|רגע|סליחה|עדיף|אולי|אפשר|טעיתי).*(?:ב|שעה|יום|מחר)/;
const YES =
  /^(?:כן|בטח|בבקשה|אשמח|נשמח|בשמחה|יאללה|בסדר|אוקיי|סבבה|מעולה|יופי|טוב|בהחלט|נהדר)(?![א-ת])/;
const NO = /^(?:לא(?! (?:הבנתי|שמעתי|קלטתי))|אין צורך|עזבו?|פחות)(?![א-ת])/;

/** Reads a request; the rules have no other source. */
export function situationOf({ dialogue: all, briefing: noted, offered, used }: Asked): Situation {
  const dialogue = all.filter((line) => !isWaiting(line));
  const last = dialogue.findLastIndex(({ speaker }) => speaker === 'caller');
  const heard = dialogue.slice(0, last + 1);
  const before = dialogue.slice(0, Math.max(0, last));
  const said = dialogue[last]?.text.trim() ?? '';
  const asked = before.findLast(({ speaker }) => speaker === 'agent')?.text ?? '';

  const briefing = readBriefing(noted);
  const today = briefing.now?.day ?? officeDay(Date.now());
  const known = wishAfter(namedHomeInNotes(noted));
  const wantedOf = (lines: readonly Line[]) => wantedIn(lines, briefing, known);
  const [wanted, wantedBefore] = [wantedOf(heard), wantedOf(before)];
  const now = { day: today, hour: briefing.now?.hour };
  const found = listingsInNotes(noted);
  const heardNow = momentIn(said, today, asked, now.hour);
  // A day and an hour, once a home was found, are those of its viewing.
  const isVisit = found.length > 0 && heardNow.day !== undefined && heardNow.hour !== undefined;
  const topic = topicOf(said, asked) ?? (isVisit ? 'viewing' : undefined);
  const [told, momentBefore] = [momentOf(heard, now), momentOf(before, now)];
  const moment = isVisit && !topicOf(said, asked) ? heardNow : told;
  const isMomentSaid = topic !== undefined && Boolean(heardNow.day ?? heardNow.hour);
  return {
    dialogue: heard,
    said,
    asked,
    briefing,
    told: detailsIn(heard),
    toldBefore: detailsIn(before),
    wanted,
    isWishNew: wishKey(wanted) !== wishKey(wantedBefore),
    found,
    topic,
    moment,
    isMomentNew: isMomentSaid || JSON.stringify(moment) !== JSON.stringify(momentBefore),
    isYes: YES.test(said),
    isNo: NO.test(said),
    hasSpoken: used.length > 0,
    can: (tool) => offered.has(tool) || used.some(({ name }) => name === tool),
    use(tool, args) {
      const done = used.find(({ name }) => name === tool);
      if (done) return { result: resultOf(done.result) };
      if (!offered.has(tool)) return undefined;
      return { call: { name: tool, arguments: JSON.stringify(args) } };
    },
  };
}

/** While the agent waits, the question before it stays open. */
function isWaiting({ speaker, text }: Line): boolean {
  return speaker === 'agent' && text === phrases.waiting;
}

function wantedIn(dialogue: readonly Line[], { wish }: Briefing, known: Partial<Details>): Details {
  const told = detailsIn(dialogue);
  const isBack = dialogue.some(({ speaker, text }) => speaker === 'caller' && AS_BEFORE.test(text));
  const { isPriceOpen, ...details } = { ...known, ...(isBack && wish) };
  return { ...details, ...told, isPriceOpen: (isPriceOpen || told.isPriceOpen) && !told.shekels };
}

/** Returns the wish of a caller who asked for one home: one like it, at any price. */
function wishAfter(home: FoundListing | undefined): Partial<Details> {
  if (!home) return {};
  const { deal, kind, rooms } = home;
  return {
    deal: deal === 'sale' ? 'buy' : 'rent',
    city: cities.find((city) => home.city.includes(city)) ?? home.city,
    ...(kind && { kind }),
    ...(rooms && { rooms }),
    isPriceOpen: true,
  };
}

/** Ignores name and street: a change of these is not a new wish. */
function wishKey({ name: _name, street: _street, ...wish }: Details): string {
  return JSON.stringify(wish);
}

/** Returns the day and hour for a viewing or a callback, since the last agreement. */
function momentOf(
  dialogue: readonly Line[],
  now: { readonly day: string; readonly hour: string | undefined },
): Moment {
  let moment: Moment = {};
  let topic: Topic | undefined;
  let agreed: Moment = {};
  let asked = '';
  let offered: ReturnType<typeof freeTimesIn> = [];
  for (const { speaker, text } of dialogue) {
    if (speaker === 'agent') {
      asked = text;
      offered = freeTimesIn(text, now.day);
      if (offered.length > 0) moment = {};
      if (settled.some((words) => text.includes(words))) [agreed, moment] = [moment, {}];
    } else if (topicOf(text, asked)) {
      // The time of a viewing does not count for a call.
      const isOther = topic && topic !== topicOf(text, asked);
      topic = topicOf(text, asked);
      if (isOther) moment = {};
      if (settledTopic(text, asked)) moment = agreed;
      const told = momentIn(text, now.day, asked, now.hour);
      const { day = moment.day, hour = moment.hour } =
        offered.length > 0
          ? chosenTime(offered, told, YES.test(text.trim()) || isAnyTime(text))
          : told;
      moment = { day, hour };
    }
  }
  return moment;
}

/** Returns the purpose of the time that was agreed upon, where the caller corrects it at once: "no, at five". */
function settledTopic(said: string, asked: string): Topic | undefined {
  if (!CORRECTS.test(said)) return undefined;
  if (asked.includes(BOOKED)) return 'viewing';
  return asked.includes(CALLING) ? 'callback' : undefined;
}

function topicOf(said: string, asked: string): Topic | undefined {
  const corrected = settledTopic(said, asked);
  if (corrected) return corrected;
  if (CALLBACK.test(said)) return 'callback';
  if (VIEWING.test(said)) return 'viewing';
  // The last question is the open one.
  const placeOf = (topic: Topic) =>
    Math.max(...questions[topic].map((question) => asked.lastIndexOf(question)));
  const [callback, viewing] = [placeOf('callback'), placeOf('viewing')];
  if (callback < 0 && viewing < 0) return undefined;
  return callback > viewing ? 'callback' : 'viewing';
}

function resultOf(json: string): Readonly<Record<string, unknown>> {
  try {
    const result: unknown = JSON.parse(json);
    return typeof result === 'object' && result !== null ? { ...result } : {};
  } catch {
    return {};
  }
}

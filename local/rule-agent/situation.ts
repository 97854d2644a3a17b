import type { Asked } from '#local/openai/reply-request.ts';
import { type Details, detailsIn } from '#local/rule-agent/heard/details.ts';
import { type FoundListing, listingsInNotes } from '#local/rule-agent/heard/found-listings.ts';
import { type Moment, momentIn } from '#local/rule-agent/heard/spoken-moments.ts';
import { chosenTime, freeTimesIn } from '#local/rule-agent/words/free-times.ts';
import { questions, settled } from '#local/rule-agent/words/tool-texts.ts';
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
const YES =
  /^(?:כן|בטח|בבקשה|אשמח|נשמח|בשמחה|יאללה|בסדר|אוקיי|סבבה|מעולה|יופי|טוב|בהחלט|נהדר)(?![א-ת])/;
const NO = /^(?:לא|אין צורך|עזבו?|פחות)(?![א-ת])/;

/** Reads a request; the rules have no other source. */
export function situationOf({ dialogue, briefing: noted, offered, used }: Asked): Situation {
  const last = dialogue.findLastIndex(({ speaker }) => speaker === 'caller');
  const heard = dialogue.slice(0, last + 1);
  const before = dialogue.slice(0, Math.max(0, last));
  const said = dialogue[last]?.text.trim() ?? '';
  const asked = before.findLast(({ speaker }) => speaker === 'agent')?.text ?? '';

  const briefing = readBriefing(noted);
  const today = briefing.now?.day ?? officeDay(Date.now());
  const [wanted, wantedBefore] = [wantedIn(heard, briefing), wantedIn(before, briefing)];
  const now = { day: today, hour: briefing.now?.hour };
  const [moment, momentBefore] = [momentOf(heard, now), momentOf(before, now)];
  return {
    dialogue: heard,
    said,
    asked,
    briefing,
    told: detailsIn(heard),
    toldBefore: detailsIn(before),
    wanted,
    isWishNew: wishKey(wanted) !== wishKey(wantedBefore),
    found: listingsInNotes(noted),
    topic: topicOf(said, asked),
    moment,
    isMomentNew: JSON.stringify(moment) !== JSON.stringify(momentBefore),
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

function wantedIn(dialogue: readonly Line[], { wish }: Briefing): Details {
  const told = detailsIn(dialogue);
  const isBack = dialogue.some(({ speaker, text }) => speaker === 'caller' && AS_BEFORE.test(text));
  return isBack && wish ? { ...wish, ...told } : told;
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
  let asked = '';
  let offered: ReturnType<typeof freeTimesIn> = [];
  for (const { speaker, text } of dialogue) {
    if (speaker === 'agent') {
      asked = text;
      offered = freeTimesIn(text, now.day);
      if (offered.length > 0) moment = {};
      if (settled.some((words) => text.includes(words))) moment = {};
    } else if (topicOf(text, asked)) {
      const told = momentIn(text, now.day, asked, now.hour);
      const { day = moment.day, hour = moment.hour } =
        offered.length > 0 ? chosenTime(offered, told, YES.test(text.trim())) : told;
      moment = { day, hour };
    }
  }
  return moment;
}

function topicOf(said: string, asked: string): Topic | undefined {
  if (CALLBACK.test(said)) return 'callback';
  if (VIEWING.test(said)) return 'viewing';
  const isAsked = (topic: Topic) => questions[topic].some((question) => asked.includes(question));
  if (isAsked('callback')) return 'callback';
  return isAsked('viewing') ? 'viewing' : undefined;
}

function resultOf(json: string): Readonly<Record<string, unknown>> {
  try {
    const result: unknown = JSON.parse(json);
    return typeof result === 'object' && result !== null ? { ...result } : {};
  } catch {
    return {};
  }
}

import type { Asked } from '#local/openai/reply-request.ts';
import type { Line } from '#shared/domain/calls/dialogue.ts';
import { officeDay } from '#shared/domain/office/office-day.ts';
import { type Briefing, readBriefing } from './briefing.ts';
import { type Details, detailsIn } from './details.ts';
import { type Moment, momentIn } from './spoken-moments.ts';
import { questions, settled } from './tool-texts.ts';

/** All that the rules go by: what was said, what is known, and what may be done. */
export type Situation = {
  readonly dialogue: readonly Line[];
  readonly said: string;
  /** What the agent said before that. */
  readonly asked: string;
  readonly briefing: Briefing;
  /** What the caller has named in this call: what may be repeated to them. */
  readonly told: Details;
  /** The same before the last line. */
  readonly toldBefore: Details;
  /** What the caller wants: what was told, on top of an earlier wish that they have come back to. */
  readonly wanted: Details;
  readonly isWishNew: boolean;
  readonly topic: Topic | undefined;
  /** When the caller wants to visit, or to be called, as far as they have said. */
  readonly moment: Moment;
  readonly isMomentNew: boolean;
  readonly isYes: boolean;
  readonly isNo: boolean;
  /** Whether the agent has used a tool in this reply, and so has said a word before. */
  readonly hasSpoken: boolean;
  /** Whether a tool may be used, or was. */
  can(tool: string): boolean;
  /** What comes of a tool in this reply: its result, or else the call; undefined where it is not to be had. */
  use(tool: string, args: Readonly<Record<string, unknown>>): ToolUse | undefined;
};

/** What a moment is needed for. */
export type Topic = 'viewing' | 'callback';

export type ToolUse =
  | { readonly call: { readonly name: string; readonly arguments: string } }
  | { readonly result: Readonly<Record<string, unknown>> };

const CALLBACK = /תקשרו אל|תקשר אל|תחזרו אל|תחזור אל|יחזור אל|יחזרו אל|שיחה חוזרת/;
const VIEWING = /לראות|לבקר|ביקור|לתאם|פגישה|סיור|לקבוע/;
const AS_BEFORE = /אותו ה?דבר|כמו ב?פעם ה?(?:קודמת|שעברה)|כמו קודם|כמו שחיפשתי/;
const YES =
  /^(?:כן|בטח|בבקשה|אשמח|נשמח|בשמחה|יאללה|בסדר|אוקיי|סבבה|מעולה|יופי|טוב|בהחלט|נהדר)(?![א-ת])/;
const NO = /^(?:לא|אין צורך|עזבו?|פחות)(?![א-ת])/;

/** Takes in a request; the rules have no other source. */
export function situationOf({ dialogue, briefing: noted, offered, used }: Asked): Situation {
  const last = dialogue.findLastIndex(({ speaker }) => speaker === 'caller');
  const heard = dialogue.slice(0, last + 1);
  const before = dialogue.slice(0, Math.max(0, last));
  const said = dialogue[last]?.text.trim() ?? '';
  const asked = before.findLast(({ speaker }) => speaker === 'agent')?.text ?? '';

  const briefing = readBriefing(noted);
  const today = briefing.now?.day ?? officeDay(Date.now());
  const [wanted, wantedBefore] = [wantedIn(heard, briefing), wantedIn(before, briefing)];
  const [moment, momentBefore] = [momentOf(heard, today), momentOf(before, today)];
  return {
    dialogue: heard,
    said,
    asked,
    briefing,
    told: detailsIn(heard),
    toldBefore: detailsIn(before),
    wanted,
    isWishNew: wishKey(wanted) !== wishKey(wantedBefore),
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

/** Whoever tells only a name, or a street, wants no other home. */
function wishKey({ name: _name, street: _street, ...wish }: Details): string {
  return JSON.stringify(wish);
}

/** The day and the hour that were said for a visit or a call, since the last one was settled. */
function momentOf(dialogue: readonly Line[], today: string): Moment {
  let moment: Moment = {};
  let asked = '';
  for (const { speaker, text } of dialogue) {
    if (speaker === 'agent') {
      asked = text;
      if (settled.some((words) => text.includes(words))) moment = {};
    } else if (topicOf(text, asked)) {
      const { day = moment.day, hour = moment.hour } = momentIn(text, today, asked);
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

import type { CallReport } from 'twilio-exchange/call/phone-call.ts';
import type { CallRecords } from '#local/world/crm.ts';
import type { Latencies } from '#local/world/vendors.ts';
import type { World } from '#local/world/world.ts';
import type { CallerStep } from './caller-steps.ts';

/** The observed outcome of a finished call. */
export type Outcome = {
  readonly report: CallReport;
  readonly records: CallRecords;
  /** The lines that the caller heard, without the lead-ins of answers. */
  readonly heard: readonly string[];
};

/** A phone call and its promises. */
export type Scenario = {
  readonly name: string;
  readonly purpose: string;
  readonly steps: readonly CallerStep[];
  /** Breaks something before the call; a scenario with it runs after all others. */
  readonly prepare?: (world: World) => Promise<void>;
  /** Returns whether the CRM has heard everything about the call. */
  readonly isSettled: (records: CallRecords) => boolean;
  /** Returns the promises as sentences, with whether each is true. */
  readonly promises: (outcome: Outcome) => Readonly<Record<string, boolean>>;
};

/** The vendors' latencies for which the promises of a healthy call hold. */
export const HEALTHY_LATENCIES: Latencies = {
  transcribeMs: 400,
  firstTokenMs: 400,
  firstAudioMs: 400,
};
/** The longest dead air of a healthy call with these latencies. */
const HEALTHY_DEAD_AIR_MS = 2_500;
/** The longest dead air of a call whose caller is silent on purpose. */
const SILENT_CALLER_DEAD_AIR_MS = 7_500;

const searching = 'שלום, אני מחפש דירה להשכרה בתל אביב';
const rooms = 'שלושה חדרים';
const correction = 'סליחה, בעצם אני רוצה לקנות דירה בחיפה';
const budget = 'עד תשעת אלפים שקל';
const voicemail = 'שלום, מדבר דוד כהן, אני מחפש דירה להשכרה בתל אביב';

/** The scenarios of the demo, healthy ones first: the last one breaks the world. */
export const scenarios: readonly Scenario[] = [
  {
    name: 'conversation',
    purpose: 'three turns, then the caller hangs up',
    steps: [
      { say: searching },
      { say: rooms },
      { say: budget },
      { listen: true },
      { hangUp: true },
    ],
    isSettled: ({ callLog, turns }) =>
      callLog?.status === 'completed' &&
      turns.length === 3 &&
      turns.every((turn) => turn.heard_text),
    promises: ({ report, records: { callLog, turns, interaction }, heard }) => ({
      'the caller is greeted first': heard[0]?.startsWith('שלום') ?? false,
      'the agent answers each of three turns': heard.length >= 4,
      'every turn has its words, its answer and its four timings':
        turns.length === 3 && turns.every(isTold),
      'the caller’s words are understood as they were said':
        turns.map((turn) => turn.user_text).join('|') === [searching, rooms, budget].join('|'),
      'no silence is longer than 2.5 s': report.longestDeadAirMs <= HEALTHY_DEAD_AIR_MS,
      'the call is closed in call_log, with its transcript':
        callLog?.status === 'completed' &&
        callLog.control === 'ended' &&
        !!callLog.transcript?.includes(budget),
      'the call is an interaction that was replied to':
        interaction?.channel === 'phone' && interaction.status === 'replied',
      'Twilio has nothing to complain about': report.errors.length === 0,
    }),
  },
  {
    name: 'caller-hangs-up',
    purpose: 'the caller hangs up while the agent is speaking',
    steps: [{ say: searching }, { untilSound: true }, { hangUp: true }],
    isSettled: ({ callLog, turns }) =>
      callLog?.status === 'completed' && turns.some((turn) => turn.heard_text !== undefined),
    promises: ({ report, records: { callLog, turns, watch } }) => ({
      'what the caller said is kept': turns[0]?.user_text === searching,
      'only what was heard of the answer counts as said':
        turns[0]?.heard_text !== undefined &&
        turns[0].heard_text.length < (turns[0].reply_text ?? '').length,
      'the call is closed in call_log':
        callLog?.status === 'completed' && callLog.control === 'ended',
      'no watch remains of a call that is over': watch === undefined,
      'no silence is longer than 2.5 s': report.longestDeadAirMs <= HEALTHY_DEAD_AIR_MS,
    }),
  },
  {
    name: 'interruption',
    purpose: 'the caller speaks over the agent and is given the floor',
    steps: [
      { say: searching },
      { interrupt: correction, afterMs: 1_500 },
      { listen: true },
      { hangUp: true },
    ],
    isSettled: ({ callLog, turns }) =>
      callLog?.status === 'completed' && turns.length === 2 && turns.every(wasHeard),
    promises: ({ report, records: { turns }, heard }) => ({
      'what was said over the agent is understood': turns[1]?.user_text === correction,
      'the agent answers it': wasHeardWhole(turns[1]),
      'the answer that was interrupted was not heard to its end': !wasHeardWhole(turns[0]),
      'what counts as said is what was heard, to two words':
        Math.abs(words(turns[0]?.heard_text) - words(heard[1])) <= 2,
      'no silence is longer than 2.5 s': report.longestDeadAirMs <= HEALTHY_DEAD_AIR_MS,
      'Twilio has nothing to complain about': report.errors.length === 0,
    }),
  },
  {
    name: 'cough',
    purpose: 'a cough makes the agent pause and go on',
    steps: [
      { say: searching },
      { cough: true, afterMs: 1_500 },
      { listen: true },
      { hangUp: true },
    ],
    isSettled: ({ callLog, turns }) => callLog?.status === 'completed' && turns.every(wasHeard),
    promises: ({ report, records: { turns }, heard }) => ({
      'the answer is heard to its end': wasHeardWhole(turns[0]),
      'nothing else was said': turns.length === 1,
      'the agent goes on where it stopped': heard.slice(1).join(' ') === turns[0]?.reply_text,
      'no silence is longer than 2.5 s': report.longestDeadAirMs <= HEALTHY_DEAD_AIR_MS,
      'Twilio has nothing to complain about': report.errors.length === 0,
    }),
  },
  {
    name: 'silent-caller',
    purpose: 'a caller who says nothing is asked twice, then told goodbye',
    steps: [],
    isSettled: ({ callLog }) => callLog?.status === 'completed' && callLog.transcript !== undefined,
    promises: ({ report, records: { callLog }, heard }) => ({
      'the caller is greeted, asked twice and told goodbye': heard.length === 4,
      'the agent ends the call': report.endedBy === 'twiml' && report.recordings.length === 0,
      'no silence is longer than 7.5 s': report.longestDeadAirMs <= SILENT_CALLER_DEAD_AIR_MS,
      'the call is closed in call_log':
        callLog?.control === 'ended' && callLog.intent === 'goodbye',
      'Twilio has nothing to complain about': onlyOurGoodbye(report),
    }),
  },
  {
    name: 'dtmf',
    purpose: 'the caller presses 0 for a person, nobody can be reached, and the agent goes on',
    steps: [{ press: '0' }, { say: searching }, { listen: true }, { hangUp: true }],
    isSettled: ({ callLog, turns, tasks }) =>
      callLog?.status === 'completed' && turns.every(wasHeard) && tasks.length > 0,
    promises: ({ report, records: { turns, tasks }, heard }) => ({
      'the caller is told that nobody can be reached': heard[1]?.includes('נציג') ?? false,
      'the agent listens to what the caller says then': turns.some(
        ({ user_text }) => user_text === searching,
      ),
      'the office owes a call': tasks.some(({ kind }) => kind === 'hand_over_missed'),
      'no silence is longer than 2.5 s': report.longestDeadAirMs <= HEALTHY_DEAD_AIR_MS,
      'Twilio has nothing to complain about': report.errors.length === 0,
    }),
  },
  {
    name: 'stream-refused',
    purpose: 'the media service is dead: the caller leaves a voicemail',
    steps: [{ untilBeep: true }, { say: voicemail }],
    prepare: async ({ media }) => {
      for (const process of media.processes) await process.kill('SIGKILL');
    },
    isSettled: ({ callLog }) => callLog?.status === 'completed' && callLog.transcript !== undefined,
    promises: ({ report, records: { callLog, turns }, heard }) => ({
      'Twilio saw the stream refused': report.errors.some(({ code }) => code === 31920),
      'the caller is told that it takes a moment, asked for a voicemail and thanked for it':
        heard.length === 7,
      'one voicemail was recorded': report.recordings.length === 1,
      'the voicemail is a turn': turns.some((turn) => turn.mode === 'recording'),
      'its words are in call_log': callLog?.transcript?.includes(voicemail) ?? false,
      'the call is closed in call_log':
        callLog?.status === 'completed' && callLog.control === 'ended',
      'no silence is longer than the callback takes': report.longestDeadAirMs <= 3_500,
    }),
  },
];

function wasHeard(turn: CallRecords['turns'][number]): boolean {
  return turn.heard_text !== undefined;
}

function wasHeardWhole(turn: CallRecords['turns'][number] | undefined): boolean {
  return !!turn?.reply_text && turn.heard_text === turn.reply_text;
}

function words(text = ''): number {
  return text.split(/\s+/).filter(Boolean).length;
}

/**
 * Allows error 31921: Twilio logs it when the product closes a stream, as after every goodbye.
 * https://www.twilio.com/docs/api/errors/31921
 */
function onlyOurGoodbye({ errors }: CallReport): boolean {
  return errors.every(({ code }) => code === 31921);
}

function isTold(turn: CallRecords['turns'][number]): boolean {
  const { user_text, reply_text, heard_text, t_audio_ms, t_nlp_ms, t_tts_ms, t_total_ms } = turn;
  const isTimed = [t_audio_ms, t_nlp_ms, t_tts_ms, t_total_ms].every((ms) => ms !== undefined);
  return isTimed && !!user_text && !!reply_text && reply_text === heard_text;
}

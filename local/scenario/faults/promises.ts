import type { CallReport } from 'twilio-exchange/call/phone-call.ts';
import type { CallRecords } from '#local/world/crm.ts';
import { WAITING_WORDS } from '#shared/calls/whisper-words.ts';
import { isTerminal } from '#shared/domain/calls/call-log.ts';
import { toDialogue, toTranscript } from '#shared/domain/calls/call-turn.ts';
import { VOICEMAIL } from './persistent-caller.ts';
import { contactOf, type DefenceLine, type FaultRow, sentencesOf } from './row.ts';

/** The observed outcome of a row's call. */
export type FaultOutcome = {
  /** The caller's number, whatever address the call came from. */
  readonly from: string;
  readonly report: CallReport;
  readonly records: CallRecords;
  /** The caller's sentences, each time they were said. */
  readonly said: readonly string[];
  /** The sentences that were answered. */
  readonly answered: readonly string[];
};

/** The bound on dead air, by the line of defence that sees the fault. */
export const DEAD_AIR_MS: Readonly<Record<DefenceLine, number>> = {
  session: 3_000,
  callback: 3_500,
  watchdog: 7_000,
  compound: 10_000,
};

/** Returns the promises that the outcome of a row breaks, each as the sentence that is false. */
export function brokenPromises(row: FaultRow, outcome: FaultOutcome): readonly string[] {
  const { records } = outcome;
  const promises = {
    ...ofSilence(row, outcome),
    ...ofCaller(row, outcome),
    ...ofCrm(row, outcome),
    'the office reads which ceiling is reached': records.callLog?.ceiling === row.ceiling,
  };
  return Object.entries(promises).flatMap(([promise, isKept]) => (isKept ? [] : [promise]));
}

/** The prompts that ask for a voicemail. */
const ASKING = /(?:fallback|calls_at_once|day_over)_he/;

type Promises = Readonly<Record<string, boolean>>;

function ofSilence({ line }: FaultRow, { report }: FaultOutcome): Promises {
  const bound = DEAD_AIR_MS[line];
  return { [`no silence is longer than ${bound / 1_000} s`]: report.longestDeadAirMs <= bound };
}

/** The promises about the caller: answered, recorded, or at least known. */
function ofCaller(row: FaultRow, { report, records, answered }: FaultOutcome): Promises {
  const { callLog, turns, tasks } = records;
  const voicemails = tasks.filter(({ kind }) => kind === 'message_left');
  const isConversation =
    answered.length === sentencesOf(row) &&
    report.endedBy === 'caller' &&
    report.recordings.length === 0;
  switch (row.expectation) {
    case 'answered':
      return { 'every sentence is answered': isConversation };
    case 'resumed':
      return {
        'every sentence is answered': isConversation,
        'the conversation goes on in a later generation': (callLog?.gen ?? 1) > 1,
      };
    case 'voicemail':
      return {
        'one voicemail is recorded': report.recordings.length === 1,
        'the caller is let go with thanks': report.endedBy === 'twiml',
        'the voicemail is a turn': turns.some(
          ({ mode, transcription }) => mode === 'recording' && transcription === 'done',
        ),
        'its words are in call_log': callLog?.transcript?.includes(VOICEMAIL) ?? false,
        'the office has one task with its words':
          voicemails.length === 1 && (voicemails[0]?.words?.includes(VOICEMAIL) ?? false),
        'the task names the caller': voicemails[0]?.contact === callLog?.contact,
      };
    case 'taken':
      return {
        'a person talks with the caller': report.events.some(({ type }) => type === 'bridged'),
        'the call ends after that talk': report.endedBy === 'twiml',
      };
    case 'refused':
      return { 'the call is never answered': report.answeredAt === undefined };
    case 'told':
      return { 'the office knows who called': callLog?.from_number === report.from };
  }
}

/** The promises about the CRM: its rows are true, complete and unique. */
function ofCrm(row: FaultRow, { from, report, records, said, answered }: FaultOutcome): Promises {
  const { callLog, turns, interaction, watch } = records;
  const words = turns.map(({ user_text }) => user_text).filter(Boolean);
  const timesIn = (texts: readonly string[], text: string) =>
    texts.filter((other) => other === text).length;
  const dialogue = toDialogue(turns);
  const rung = report.events.flatMap((event) => (event.type === 'ringing' ? [event.to] : []));
  // A prompt that begins again is heard to its end once.
  const asked = report.events.filter(
    ({ type, ...event }) => type === 'played' && 'url' in event && ASKING.test(event.url),
  );
  return {
    'call_log knows that the call is over':
      callLog?.status !== undefined && isTerminal(callLog.status) && callLog.control === 'ended',
    // Where the end of a stream cut a sentence in two, its last words are a turn.
    'every sentence that was answered is a turn': answered.every((sentence) =>
      words.some((text) => text.includes(sentence) || sentence.includes(text)),
    ),
    'the transcript is what the turns say':
      dialogue.length === 0 || callLog?.transcript === toTranscript(dialogue),
    // A call of the agent to itself does not concern a customer.
    'the call is an interaction': interaction?.channel === 'phone' || row.from === 'office-line',
    'the call is of whom its address says':
      (!row.from && !row.forwarded) || callLog?.contact === contactOf(row, from),
    'a phone that nobody takes the call on hears of nobody': untaken(report).every(
      (text) => text === WAITING_WORDS,
    ),
    'no phone rings twice': new Set(rung).size === rung.length,
    'as many phones ring as are needed': row.rung === undefined || rung.length === row.rung,
    'a voicemail is asked for once': asked.length <= 1,
    'no call is recorded twice': report.recordings.length <= 1,
    'nothing is written down more often than it was said': said.every(
      (text) => timesIn(words, text) <= timesIn(said, text),
    ),
    'no watch remains of a call that is over': watch === undefined,
  };
}

/** Returns the words that were said to phones on which nobody took the call: a voicemail may have recorded them. */
function untaken({ events }: CallReport): string[] {
  const whispers: string[][] = [];
  for (const event of events) {
    if (event.type === 'ringing') whispers.push([]);
    else if (event.type === 'whispered') whispers.at(-1)?.push(event.text);
    else if (event.type === 'bridged') whispers.pop();
  }
  return whispers.flat();
}

import type { CallResult } from '#local/control/call-message.ts';
import { problemsOf } from '#local/control/call-outcome.ts';
import type { CallTurn } from '#shared/domain/calls/call-turn.ts';
import type { Afterwards, Conversation, ConversationStep } from './conversation.ts';
import { type ExpectedRow, mismatch, mismatches, plain } from './expectation.ts';
import { inHebrew } from './script-days.ts';
import { saidIn, turnsOfSteps, understoodIn } from './step-turns.ts';

/** The longest dead air that a healthy call may have. */
const HEALTHY_DEAD_AIR_MS = 2_500;

/**
 * Returns the differences between a call and its script; days in the script count from `now` (epoch
 * milliseconds).
 */
export function judge(conversation: Conversation, result: CallResult, now: number): string[] {
  const { steps, afterwards = {} } = conversation;
  const turns = turnsOfSteps(result.taken, steps.map(isSpoken), result.records.turns);
  return [
    ...problemsOf(result),
    ...steps.flatMap((step, at) => [
      ...reached(result, at),
      ...stepProblems(step, turns[at] ?? [], now).map((problem) => `steps[${at}] ${problem}`),
    ]),
    ...endProblems(afterwards, result),
    ...crmProblems(afterwards, result, now),
  ];
}

/** Returns the turns in which the caller said something. */
export function spokenTurns(turns: readonly CallTurn[]): CallTurn[] {
  return turns.filter(({ user_text: text, mode }) => text && mode !== 'recording');
}

function isSpoken(step: ConversationStep): boolean {
  return 'say' in step || 'interrupt' in step || 'press' in step;
}

function reached({ taken }: CallResult, at: number): string[] {
  return taken[at] ? [] : [`steps[${at}] was not reached: the call was over`];
}

function stepProblems({ expect = {} }: ConversationStep, turns: CallTurn[], now: number): string[] {
  const { answer, understood, turns: count, heardWhole } = expect;
  const isWhole = turns.every(({ reply_text: said, heard_text: heard }) => said === heard);
  const values = [
    ['answer', answer, saidIn(turns)],
    ['understood', understood, understoodIn(turns)],
    ['turns', count, spokenTurns(turns).length],
    ['heardWhole', heardWhole, isWhole],
  ] as const;
  return values.flatMap(([name, wanted, value]) => {
    const problem = wanted === undefined ? undefined : mismatch(wanted, value, now);
    return problem ? [`${name} ${problem}`] : [];
  });
}

function endProblems({ endedBy, longestDeadAirMs }: Afterwards, { report }: CallResult): string[] {
  const enders = { caller: 'caller', agent: 'twiml' };
  const atMost = longestDeadAirMs ?? HEALTHY_DEAD_AIR_MS;
  return [
    ...(endedBy && report.endedBy !== enders[endedBy]
      ? [`endedBy is ${report.endedBy === 'twiml' ? 'agent' : report.endedBy}, not ${endedBy}`]
      : []),
    ...(report.longestDeadAirMs > atMost
      ? [`longestDeadAirMs is ${report.longestDeadAirMs}, not at most ${atMost}`]
      : []),
  ];
}

function crmProblems(wanted: Afterwards, result: CallResult, now: number): string[] {
  const { records, contact } = result;
  const row = (name: string, expected: ExpectedRow | undefined, actual: object | undefined) =>
    expected ? mismatches(expected, actual, now).map((problem) => `${name}.${problem}`) : [];
  const miscounted =
    wanted.turns !== undefined && mismatch(wanted.turns, spokenTurns(records.turns).length, now);
  const saidByAgent = [
    saidIn(records.turns),
    ...result.lines.flatMap(({ speaker, text }) => (speaker === 'agent' ? [text] : [])),
  ].map(plain);
  const said = wanted.neverSaid?.filter((words) =>
    saidByAgent.some((line) => line.includes(plain(inHebrew(words, now)))),
  );
  return [
    ...(miscounted ? [`turns ${miscounted}`] : []),
    ...(said ?? []).map((words) => `neverSaid: the agent said "${words}"`),
    ...row('call_log', wanted.call_log, records.callLog),
    ...turnProblems(wanted.call_turn ?? [], records.turns, now),
    ...row('interaction', wanted.interaction, records.interaction),
    ...(wanted.lead === null && contact?.lead ? ['lead is there, and should not'] : []),
    ...row('lead', wanted.lead ?? undefined, contact?.lead),
    ...rowProblems('viewings', wanted.viewings, contact?.viewings ?? [], now),
    ...rowProblems('tasks', wanted.tasks, records.tasks, now),
  ];
}

/** Searches for each expected turn after the one before it. */
function turnProblems(wanted: readonly ExpectedRow[], turns: readonly CallTurn[], now: number) {
  let from = 0;
  return wanted.flatMap((row, at) => {
    const found = turns.findIndex(
      (turn, index) => index >= from && mismatches(row, turn, now).length === 0,
    );
    if (found === -1) return [`call_turn[${at}] is not among the turns from the ${from + 1}. on`];
    from = found + 1;
    return [];
  });
}

function rowProblems(
  name: string,
  wanted: readonly ExpectedRow[] | undefined,
  rows: readonly object[],
  now: number,
): string[] {
  if (!wanted) return [];
  if (rows.length !== wanted.length) {
    return [`${name}: there are ${rows.length}, not ${wanted.length}`];
  }
  return wanted.flatMap((row, at) =>
    mismatches(row, rows[at], now).map((problem) => `${name}[${at}].${problem}`),
  );
}

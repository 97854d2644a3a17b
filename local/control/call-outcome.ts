import { faint, type Print, verdict } from '@agent-locator/command-line/terminal.ts';
import { printRecords } from '#local/scenario/call-printer.ts';
import type { CallResult } from './call-message.ts';

/** Twilio logs this when the product closes a stream on purpose: https://www.twilio.com/docs/api/errors/31921 */
const STREAM_CLOSED_BY_SERVER = 31921;

/** Returns the problems of a call; empty where it went well. */
export function problemsOf({ report }: CallResult): string[] {
  const isEndedWell = report.endedBy === 'caller' || report.endedBy === 'twiml';
  const errors = report.errors.filter(
    ({ level, code }) => level === 'error' && code !== STREAM_CLOSED_BY_SERVER,
  );
  return [
    ...(isEndedWell ? [] : [`the call ended by ${report.endedBy}`]),
    ...errors.map(({ code, message }) => `Twilio logs error ${code}: ${message}`),
  ];
}

/** Prints the CRM's rows about a call, and the verdict on it. */
export function printOutcome(print: Print, result: CallResult): void {
  const problems = problemsOf(result);
  const { longestDeadAirMs, endedBy } = result.report;
  printRecords(print, result.records);
  const silence = `longest silence ${(longestDeadAirMs / 1000).toFixed(2)} s`;
  print(`\n${verdict(problems.length === 0)} ended by ${endedBy}  ${faint(silence)}`);
  for (const problem of problems) print(`    ${problem}`);
}

/** Returns a call as one JSON document for scripts. */
export function toCallJson(result: CallResult) {
  const { report, lines, records } = result;
  const saidBy = (speaker: 'caller' | 'agent') =>
    lines.flatMap((line) => (line.speaker === speaker ? [line.text] : []));
  return {
    call_sid: report.callSid,
    ok: problemsOf(result).length === 0,
    longest_dead_air_ms: report.longestDeadAirMs,
    ended_by: report.endedBy,
    heard: saidBy('agent'),
    said: saidBy('caller'),
    turns: records.turns,
    call_log: records.callLog,
    errors: report.errors,
  };
}

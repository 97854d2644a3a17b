import type { CallReport } from '../call/phone-call.ts';
import { milliseconds } from './sound-meter.ts';
import type { Print } from './transcript.ts';

/** A server that closes its stream causes this error, so it is not a failure. */
const CLOSED_BY_SERVER = 31921;

/** Whether a call failed: it was not answered, ended with an application error, or left an error in the debugger. */
export function hasFailed({ answeredAt, endedBy, errors }: CallReport): boolean {
  const isBroken = errors.some(({ code, level }) => level === 'error' && code !== CLOSED_BY_SERVER);
  return answeredAt === undefined || endedBy === 'error' || isBroken;
}

/** Prints what remains of a call. */
export function printReport(report: CallReport, print: Print): void {
  const { callSid, endedBy, errors, recordings, longestDeadAirMs } = report;
  const level = (wanted: 'error' | 'warning') => errors.filter((it) => it.level === wanted).length;
  print('');
  print(`${hasFailed(report) ? 'Failed' : 'Completed'}: ${callSid}, ended by ${endedBy}.`);
  print(
    `Duration: ${milliseconds(durationMs(report))}. Dead air: ${milliseconds(longestDeadAirMs)}.`,
  );
  print(`Debugger: errors ${level('error')}, warnings ${level('warning')}.`);
  for (const recording of recordings) {
    print(`Recording: ${recording.recordingSid}, ${milliseconds(recording.durationMs)}.`);
  }
}

/** Returns the report as a JSON document, its audio left out. */
export function toReportJson(report: CallReport): object {
  const { heard: _heard, said: _said, ...rest } = report;
  return { ...rest, durationMs: durationMs(report), failed: hasFailed(report) };
}

function durationMs({ answeredAt, endedAt }: CallReport): number {
  return answeredAt === undefined ? 0 : endedAt - answeredAt;
}

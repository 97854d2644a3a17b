import { faint, type Print, verdict } from '@agent-locator/command-line/terminal.ts';
import type { Tried } from '#local/scenario/measurement.ts';
import type { FaultResult } from './row-run.ts';

/** A row that has just been played, of whatever channel. */
export type Played = Pick<Tried<FaultResult>, 'ok' | 'problems' | 'story' | 'tries'> & {
  readonly title: string;
  /** Which of how many it is. */
  readonly progress: string;
};

/** Shows a row that has just been played; of a red one what happened, line by line. */
export function printPlayed(print: Print, played: Played): void {
  const { ok, problems, story, title, progress, tries } = played;
  const again = tries > 1 ? faint(` (measured ${tries} times: the machine was late)`) : '';
  print(`${verdict(ok)} ${faint(progress)} ${title}${again}`);
  if (ok) return;
  for (const problem of problems) print(`    not kept: ${problem}`);
  for (const line of story) print(`    ${line}`);
}

/** Shows all rows of the phone at a glance. */
export function printTable(print: Print, results: readonly Tried<FaultResult>[]): void {
  print(
    '\n  row                                   line       expected   dead air  tries  ended by',
  );
  for (const { row, ok, longestDeadAirMs, tries, ended } of results) {
    const seconds = `${(longestDeadAirMs / 1_000).toFixed(2)} s`;
    print(
      `${verdict(ok)} ${row.id.padEnd(37)} ${row.line.padEnd(10)} ${row.expectation.padEnd(10)} ${seconds.padStart(8)}  ${String(tries).padStart(5)}  ${ended}`,
    );
  }
  const kept = results.filter(({ ok }) => ok).length;
  print(`\n${kept} of ${results.length} rows of the phone keep their promises.`);
}

/** The row as programs read it. */
export function toRowJson({
  row,
  ok,
  problems,
  longestDeadAirMs,
  clockLateMs,
  tries,
  ended,
}: Tried<FaultResult>) {
  return {
    id: row.id,
    channel: 'phone',
    line: row.line,
    ok,
    longest_dead_air_ms: longestDeadAirMs,
    clock_late_ms: clockLateMs,
    tries,
    ended,
    problems,
  };
}

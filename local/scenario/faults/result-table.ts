import { faint, type Print, verdict } from '@agent-locator/command-line/terminal.ts';
import type { Tried } from '#local/scenario/measurement.ts';
import type { FaultResult } from './row-run.ts';

/** The result of a row of any channel, with its title. */
export type Played = Pick<Tried<FaultResult>, 'ok' | 'problems' | 'story' | 'tries'> & {
  readonly title: string;
  /** The number of finished rows, of all rows. */
  readonly progress: string;
};

/** Prints the result of a row; for a failed one its problems and its story. */
export function printPlayed(print: Print, played: Played): void {
  const { ok, problems, story, title, progress, tries } = played;
  const again = tries > 1 ? faint(` (measured ${tries} times: the machine was late)`) : '';
  print(`${verdict(ok)} ${faint(progress)} ${title}${again}`);
  if (ok) return;
  for (const problem of problems) print(`    not kept: ${problem}`);
  for (const line of story) print(`    ${line}`);
}

/** Prints the phone rows as a table. */
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

/** Returns a row's result as JSON for other programs. */
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

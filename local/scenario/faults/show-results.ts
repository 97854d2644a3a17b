import { faint, type Print, verdict } from '#local/terminal.ts';
import type { FaultResult } from './play-row.ts';
import { titleOf } from './row.ts';

/** Shows a row that has just been played; of a red one its call, line by line. */
export function printPlayed(print: Print, result: FaultResult, progress: string): void {
  const { row, ok, problems, story } = result;
  print(`${verdict(ok)} ${faint(progress)} ${titleOf(row)}`);
  if (ok) return;
  for (const problem of problems) print(`    not kept: ${problem}`);
  for (const line of story) print(`    ${line}`);
}

/** Shows all rows at a glance. */
export function printTable(print: Print, results: readonly FaultResult[]): void {
  print('\n  row                                   line       expected   dead air  ended by');
  for (const { row, ok, longestDeadAirMs, ended } of results) {
    const seconds = `${(longestDeadAirMs / 1_000).toFixed(2)} s`;
    print(
      `${verdict(ok)} ${row.id.padEnd(37)} ${row.line.padEnd(10)} ${row.expectation.padEnd(10)} ${seconds.padStart(8)}  ${ended}`,
    );
  }
  const kept = results.filter(({ ok }) => ok).length;
  print(`\n${kept} of ${results.length} rows keep their promises.`);
}

/** The row as programs read it. */
export function toRowJson({ row, ok, problems, longestDeadAirMs, ended }: FaultResult) {
  return {
    id: row.id,
    channel: row.channel,
    line: row.line,
    ok,
    longest_dead_air_ms: longestDeadAirMs,
    ended,
    problems,
  };
}

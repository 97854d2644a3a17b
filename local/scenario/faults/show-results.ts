import { faint, type Print, verdict } from '@agent-locator/command-line/terminal.ts';
import type { FaultResult } from './row-run.ts';

/** A row that has just been played, of whatever channel. */
export type Played = Pick<FaultResult, 'ok' | 'problems' | 'story'> & {
  readonly title: string;
  /** Which of how many it is. */
  readonly progress: string;
};

/** Shows a row that has just been played; of a red one what happened, line by line. */
export function printPlayed(print: Print, played: Played): void {
  const { ok, problems, story, title, progress } = played;
  print(`${verdict(ok)} ${faint(progress)} ${title}`);
  if (ok) return;
  for (const problem of problems) print(`    not kept: ${problem}`);
  for (const line of story) print(`    ${line}`);
}

/** Shows all rows of the phone at a glance. */
export function printTable(print: Print, results: readonly FaultResult[]): void {
  print('\n  row                                   line       expected   dead air  ended by');
  for (const { row, ok, longestDeadAirMs, ended } of results) {
    const seconds = `${(longestDeadAirMs / 1_000).toFixed(2)} s`;
    print(
      `${verdict(ok)} ${row.id.padEnd(37)} ${row.line.padEnd(10)} ${row.expectation.padEnd(10)} ${seconds.padStart(8)}  ${ended}`,
    );
  }
  const kept = results.filter(({ ok }) => ok).length;
  print(`\n${kept} of ${results.length} rows of the phone keep their promises.`);
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

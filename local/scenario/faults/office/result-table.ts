import { type Print, verdict } from '@agent-locator/command-line/terminal.ts';
import type { OfficeResult } from './row-run.ts';

/** Prints the rows of the office as a table. */
export function printOfficeTable(print: Print, results: readonly OfficeResult[]): void {
  print('\n  row                                   expected       told after');
  for (const { row, ok, toldAfterMs } of results) {
    const told = toldAfterMs === undefined ? '–' : `${(toldAfterMs / 1_000).toFixed(1)} s`;
    print(`${verdict(ok)} ${row.id.padEnd(37)} ${row.expectation.padEnd(14)} ${told.padStart(10)}`);
  }
  const kept = results.filter(({ ok }) => ok).length;
  print(`\n${kept} of ${results.length} rows of the office keep their promises.`);
}

/** Returns a row's result as JSON for other programs. */
export function toOfficeRowJson({ row, ok, problems, toldAfterMs }: OfficeResult) {
  return {
    id: row.id,
    channel: 'office',
    expectation: row.expectation,
    ok,
    told_after_ms: toldAfterMs ?? null,
    problems,
  };
}

import { type Print, verdict } from '@agent-locator/command-line/terminal.ts';
import type { Tried } from '#local/scenario/measurement.ts';
import type { MessageResult } from './row-run.ts';

/** Prints the WhatsApp rows as a table. */
export function printMessageTable(print: Print, results: readonly Tried<MessageResult>[]): void {
  print(
    '\n  row                                   line       expected            first word  last word',
  );
  for (const { row, ok, firstWordMs, lastWordMs } of results) {
    const [first, last] = [inSeconds(firstWordMs), inSeconds(lastWordMs)];
    print(
      `${verdict(ok)} ${row.id.padEnd(37)} ${row.line.padEnd(10)} ${row.expectation.padEnd(19)} ${first.padStart(10)} ${last.padStart(10)}`,
    );
  }
  const kept = results.filter(({ ok }) => ok).length;
  print(`\n${kept} of ${results.length} rows of WhatsApp keep their promises.`);
}

/** Returns a row's result as JSON for other programs. */
export function toMessageRowJson({
  row,
  ok,
  problems,
  firstWordMs,
  lastWordMs,
  clockLateMs,
  tries,
}: Tried<MessageResult>) {
  return {
    id: row.id,
    channel: 'whatsapp',
    line: row.line,
    expectation: row.expectation,
    ok,
    first_word_ms: firstWordMs ?? null,
    last_word_ms: lastWordMs ?? null,
    clock_late_ms: clockLateMs,
    tries,
    problems,
  };
}

function inSeconds(ms: number | undefined): string {
  return ms === undefined ? '–' : `${(ms / 1_000).toFixed(1)} s`;
}

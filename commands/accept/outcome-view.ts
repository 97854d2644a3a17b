import { styleText } from 'node:util';
import { faint, type Print, verdict } from '@agent-locator/command-line/terminal.ts';
import type { Outcome } from './check-run.ts';

/** Prints the outcome of one check; `width` is the length of the longest name. */
export function printOutcome(print: Print, { name, ok, detail }: Outcome, width: number): void {
  const mark = ok === null ? styleText('yellow', '–') : verdict(ok);
  print(`${mark} ${name.padEnd(width)}  ${ok === false ? detail : faint(detail)}`);
}

/** Prints how many checks passed, which ones are broken, and how many were not checked. */
export function printSummary(print: Print, outcomes: readonly Outcome[]): void {
  const count = (ok: Outcome['ok']) => outcomes.filter((outcome) => outcome.ok === ok).length;
  const broken = outcomes.filter(({ ok }) => ok === false).map(({ name }) => name);
  const figures = [
    `${count(true)} as promised`,
    broken.length > 0 && `${broken.length} broken (${broken.join('; ')})`,
    count(null) > 0 && `${count(null)} not checked`,
  ];
  print(`\n${figures.filter(Boolean).join(', ')}.`);
}

import { faint, type Print } from '@agent-locator/command-line/terminal.ts';
import type { SourceReport } from '#shared/domain/listings/source-report.ts';
import { printProblems, printUnknownBrokers } from './listings-view.ts';

/** Prints the report on the last run of the listing source. */
export function printSourceReport(print: Print, report: SourceReport | undefined) {
  if (!report) {
    print('The listing source has not been imported yet.');
    return;
  }
  const { host, outcome, reason, detail, rows, accepted, kept, overtaken } = report;
  print(`${host}, ${new Date(report.at).toISOString()}: ${outcome}`);
  if (detail) print(`Nothing was written: ${detail}.`);
  if (reason === 'too-many-would-vanish') {
    print('If that is right: npm run listings -- source --run --accept-removals');
  }
  print(`${rows} rows, ${accepted} accepted`);
  if (outcome === 'imported') {
    const { added, changed, unchanged, removed } = report;
    print(`added ${added}, changed ${changed}, unchanged ${unchanged}, removed ${removed}`);
  }
  if (report.spared)
    print(`Kept on offer: ${report.spared} homes may be those of wrong rows without an id`);
  if (kept.length > 0) print(`Left as a file or a person wrote them: ${kept.join(', ')}`);
  if (overtaken.length > 0)
    print(`Left to the next run, because changed meanwhile: ${overtaken.join(', ')}`);
  printUnknownBrokers(print, report.unknown_brokers);
  printProblems(print, report.problems, report.problem_count);
  if (report.problem_count > 0)
    print(faint('Wrong rows were left out; their homes stay as they were.'));
}

import { type Output, progress } from '@agent-locator/command-line/output.ts';
import type { Print } from '@agent-locator/command-line/terminal.ts';
import { openLaboratory } from '#local/scenario/faults/laboratory.ts';
import { openOfficeLaboratory } from '#local/scenario/faults/office/laboratory.ts';
import { printOfficeTable, toOfficeRowJson } from '#local/scenario/faults/office/result-table.ts';
import { type OfficeRow, officeTitleOf } from '#local/scenario/faults/office/row.ts';
import { officeRows } from '#local/scenario/faults/office/rows.ts';
import {
  type Played,
  printPlayed,
  printTable,
  toRowJson,
} from '#local/scenario/faults/result-table.ts';
import { titleOf } from '#local/scenario/faults/row.ts';
import { faultRows } from '#local/scenario/faults/rows.ts';
import { openMessageLaboratory } from '#local/scenario/faults/whatsapp/laboratory.ts';
import {
  printMessageTable,
  toMessageRowJson,
} from '#local/scenario/faults/whatsapp/result-table.ts';
import { messageTitleOf } from '#local/scenario/faults/whatsapp/row.ts';
import { messageRows } from '#local/scenario/faults/whatsapp/rows.ts';

/** Plays every fault row, on the phone and on WhatsApp; returns whether every promise was kept. */
export async function demonstrateFaults(
  { print, result }: Output,
  isAll: boolean,
): Promise<boolean> {
  const calls = await demonstrateCallFaults(print, isAll);
  // Sequential: other work on the machine would be measured in the calls.
  const messages = await demonstrateMessageFaults(print);
  const office = await demonstrateOfficeFaults(print);
  printTable(print, calls);
  printMessageTable(print, messages);
  printOfficeTable(print, office);
  result({
    rows: [
      ...calls.map(toRowJson),
      ...messages.map(toMessageRowJson),
      ...office.map(toOfficeRowJson),
    ],
  });
  return [...calls, ...messages, ...office].every(({ ok }) => ok);
}

async function demonstrateCallFaults(print: Print, isAll: boolean) {
  const { length } = faultRows;
  print(`Placing ${length} calls in which something goes wrong; they take a quarter of an hour.\n`);
  await using laboratory = await openLaboratory(faultRows, isAll ? 'own' : 'brief');
  return await playAll(faultRows, laboratory.play, { toTitle: titleOf, print });
}

async function demonstrateMessageFaults(print: Print) {
  const { length } = messageRows;
  print(
    `\nWriting ${length} times on WhatsApp while something goes wrong; it takes half a minute.\n`,
  );
  await using laboratory = await openMessageLaboratory(messageRows);
  return await playAll(messageRows, laboratory.play, { toTitle: messageTitleOf, print });
}

async function demonstrateOfficeFaults(print: Print) {
  const { length } = officeRows;
  print(
    `\nTelling the office ${length} times while something goes wrong; it takes five minutes.\n`,
  );
  await using laboratory = await openOfficeLaboratory();
  const play = async (row: OfficeRow) => ({ ...(await laboratory.play(row)), tries: 1 });
  return await playAll(officeRows, play, { toTitle: officeTitleOf, print });
}

/** Runs the rows of one channel, and prints each result as it comes. */
async function playAll<Row, Result extends Omit<Played, 'title' | 'progress'>>(
  rows: readonly Row[],
  play: (row: Row) => Promise<Result>,
  { toTitle, print }: { readonly toTitle: (row: Row) => string; readonly print: Print },
): Promise<Result[]> {
  let count = 0;
  return Promise.all(
    rows.map(async (row) => {
      const result = await play(row);
      count += 1;
      const done = progress(count, rows.length);
      printPlayed(print, { ...result, title: toTitle(row), progress: done });
      return result;
    }),
  );
}

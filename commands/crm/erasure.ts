import { createInterface } from 'node:readline/promises';
import type { Output } from '@agent-locator/command-line/output.ts';
import { type Print, terminal } from '@agent-locator/command-line/terminal.ts';
import { readDossier } from '#shared/crm/dossier.ts';
import { erase } from '#shared/crm/erase.ts';
import type { CrmDesk } from './crm-desk.ts';
import type { CrmOptions } from './crm-options.ts';

/** Erases a contact after a confirmation; returns false where nothing was erased. */
export async function eraseContact(
  desk: CrmDesk,
  { contact, isConfirmed }: CrmOptions & { command: 'erase' },
  output: Output,
): Promise<boolean> {
  // Missing credentials of Twilio end the command before it asks.
  const copies = await desk.copies();
  if (!isConfirmed && !(await confirm(desk, contact, terminal.err))) {
    terminal.err('Nothing was erased.');
    return false;
  }
  const { crm, calls, turns, watches, leads, joins, files, schedules } = desk;
  const parts = { crm, calls, turns, watches, leads, joins, files, schedules, copies };
  const erased = await erase(parts, contact, Date.now());
  if (erased === 'on-the-phone') {
    terminal.err(`${contact} is on the phone. Nothing was erased: ask again after the call.`);
    return false;
  }
  output.result({ erased }, (print) => print(`Erased: ${inWords(erased)}`));
  return true;
}

/** Asks for the number again; the end of the input means no. */
async function confirm(desk: CrmDesk, contact: string, print: Print): Promise<boolean> {
  const dossier = await readDossier(desk, contact);
  const { calls, turns, interactions, viewings, tasks, tellings, files, addresses } = dossier;
  const held = { calls, turns, interactions, viewings, tasks, tellings, files };
  const counts = Object.entries(held).map(([what, items]) => [what, items.length] as const);
  print(`Held on ${contact}: ${inWords(Object.fromEntries(counts))}`);
  if (addresses.length > 1) print(`Addresses that this erases: ${addresses.join(', ')}`);
  const ahead = viewings.filter(({ status, at }) => status === 'booked' && at > Date.now());
  if (ahead.length > 0) print(`Viewings that this cancels: ${ahead.length}`);
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const isAnswered = reader.question('Erase it for good? Type the number again: ');
    const isOver = new Promise<string>((resolve) => reader.once('close', () => resolve('')));
    return (await Promise.race([isAnswered, isOver])).trim() === contact;
  } finally {
    reader.close();
  }
}

function inWords(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([what, count]) => `${what.replaceAll('_', ' ')} ${count}`)
    .join(', ');
}

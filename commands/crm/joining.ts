import type { Output } from '@agent-locator/command-line/output.ts';
import { terminal } from '@agent-locator/command-line/terminal.ts';
import { joinContact } from '#shared/crm/join.ts';
import type { CrmDesk } from './crm-desk.ts';
import type { CrmOptions } from './crm-options.ts';

/** Joins a WhatsApp user to the contact of a number; returns false where nothing was joined. */
export async function joinUser(
  desk: CrmDesk,
  { user, contact }: CrmOptions & { command: 'join' },
  output: Output,
): Promise<boolean> {
  const joined = await joinContact(desk, { user, contact }, Date.now());
  if (joined === 'unknown') {
    terminal.err(`${user} never wrote to the office. Nothing was joined.`);
    return false;
  }
  if (joined === 'joined-elsewhere') {
    const other = await desk.joins.contactOf(user);
    terminal.err(`${user} is joined to ${other}. End that first: separate ${user}.`);
    return false;
  }
  const counts = Object.entries(joined).map(([table, count]) => `${table} ${count}`);
  output.result({ joined }, (print) => print(`Joined. Moved rows: ${counts.join(', ')}`));
  return true;
}

/** Ends the join of a WhatsApp user; returns false if the user was not joined. */
export async function separateUser(desk: CrmDesk, user: string, output: Output): Promise<boolean> {
  const separated = await desk.joins.separate(user);
  const text = separated
    ? 'Separated. Earlier messages stay with the number.'
    : `${user} is not joined to a contact.`;
  output.result({ separated }, (print) => print(text));
  return separated;
}

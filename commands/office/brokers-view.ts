import { faint, type Print } from '@agent-locator/command-line/terminal.ts';
import { words } from '#commands/display-text.ts';
import { toTable } from '#commands/text-table.ts';
import type { Broker } from '#shared/domain/office/broker.ts';

/** Prints people of the office, one a line. */
export function printBrokers(print: Print, people: readonly Broker[]): void {
  const rows = people
    .toSorted((one, other) => one.name.localeCompare(other.name, 'he'))
    .map(({ id, name, phone, email, role, areas, deals }) => [
      phone,
      role,
      deals.join(', ') || 'all deals',
      id,
      email ?? '',
      [words(name), words(areas.join(', '))].filter(Boolean).join(' · '),
    ]);
  for (const line of toTable(rows)) print(line);
  print(faint(`${people.length} ${people.length === 1 ? 'person' : 'people'}`));
}

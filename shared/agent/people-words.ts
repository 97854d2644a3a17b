import type { Deal } from '#shared/domain/listings/listing.ts';
import type { Broker, Role } from '#shared/domain/office/broker.ts';
import { toPlainName } from '#shared/domain/plain-name.ts';

/** The part of a briefing that people may take: the model reads it before every answer. */
const MAX_CHARS = 400;
const MAX_NAME_CHARS = 40;
/** A person's work fits; an office may list every neighbourhood. */
const MAX_WORK_CHARS = 60;

const ROLES: Readonly<Record<Role, string>> = { owner: 'בעלים', broker: '', assistant: 'מזכירות' };
const DEALS: Readonly<Record<Deal, string>> = { rent: 'השכרה', sale: 'מכירה' };

/** Returns the people of the office as a model reads them: names and work, never a number. Returns an empty text without people. */
export function peopleInWords(people: readonly Broker[]): string {
  let words = '';
  for (const { name, role, deals, areas } of people) {
    const facts = [ROLES[role], ...deals.map((deal) => DEALS[deal]), ...areas].filter(Boolean);
    const work = plain(facts.join(', '), MAX_WORK_CHARS);
    const one = `${plain(name, MAX_NAME_CHARS)}${work && ` (${work})`}`;
    const longer = words ? `${words}; ${one}` : one;
    if (longer.length > MAX_CHARS) break;
    words = longer;
  }
  return words && `אנשי המשרד: ${words}`;
}

function plain(text: string, maxChars: number): string {
  return toPlainName(text).replaceAll(';', ',').slice(0, maxChars).trim();
}

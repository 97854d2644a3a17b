import type { Print } from '@agent-locator/command-line/terminal.ts';
import { moment, words } from '#commands/display-text.ts';
import { toTable } from '#commands/text-table.ts';
import type { Viewing } from '#shared/domain/office/viewing.ts';
import type { ToldOfChange } from '#shared/messages/viewing-change-notice.ts';
import type { RowNames } from './row-names.ts';
import type { ChangeOutcome } from './viewings-change.ts';

/** Prints viewings, one a line: time, id, contact, broker, and the contact's name with the home. */
export function printViewings(print: Print, viewings: readonly Viewing[], names: RowNames): void {
  if (viewings.length === 0) print('No viewing is booked.');
  const rows = viewings.map((viewing) => [
    moment(viewing.at),
    viewing.id,
    viewing.contact,
    words(names.person(viewing.broker_id)),
    [names.contact(viewing), names.home(viewing)]
      .map((text) => words(text))
      .filter(Boolean)
      .join(' · '),
  ]);
  for (const line of toTable(rows)) print(line);
}

/** Prints the outcome of a change, and whom to call. */
export function printChange(print: Print, outcome: ChangeOutcome): void {
  if ('unchanged' in outcome) {
    const { unchanged, free = [] } = outcome;
    print(`Nothing was changed: ${reasons[unchanged] ?? unchanged}.`);
    if (free.length > 0) print(`The next free times: ${free.join(', ')}`);
    return;
  }
  const { changed, told } = outcome;
  const deed = changed.status === 'cancelled' ? 'Cancelled' : `Moved to ${moment(changed.at)}`;
  print(`${deed}: ${changed.id}`);
  print(
    told === 'written'
      ? `${changed.contact} was told by WhatsApp.`
      : `Call ${changed.contact}: ${whys[told]}.`,
  );
}

const reasons: Readonly<Record<string, string>> = {
  not_booked: 'there is no booked viewing with this id',
  past: 'that time has passed',
  taken: 'the home has another viewing then',
  contact_busy: 'the contact has another viewing then',
  broker_busy: 'the broker has another viewing then',
  day_full: 'the day takes no more viewings',
};

const whys: Readonly<Record<Exclude<ToldOfChange, 'written'>, string>> = {
  'no-whatsapp': 'no WhatsApp sender is set',
  'quiet-time': 'no message leaves at this hour or on this day',
  'window-closed': 'they have not written for 24 hours, and no template fits',
  'opted-out': 'they want no messages',
  'not-sent': 'the message was not sent',
};

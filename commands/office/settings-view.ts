import { faint, type Print } from '@agent-locator/command-line/terminal.ts';
import { words } from '#commands/display-text.ts';
import { toTable } from '#commands/text-table.ts';
import { holidaysOf } from '#shared/domain/office/holidays.ts';
import { defaultSettings } from '#shared/domain/office/office-settings.ts';
import {
  readSettings,
  type SettingsTexts,
  settingsFields,
} from '#shared/domain/office/settings-fields.ts';

/** Returns every setting as text by its name, the defaults included. */
export function allSettings(texts: SettingsTexts): SettingsTexts {
  const { settings } = readSettings(texts);
  return Object.fromEntries(settingsFields.map((field) => [field.name, field.show(settings)]));
}

/** Prints every setting; a star marks those that differ from the default. */
export function printSettings(print: Print, texts: SettingsTexts): void {
  const { settings, refused } = readSettings(texts);
  const rows = settingsFields.map((field) => {
    const text = field.show(settings);
    const isOwn = text !== field.show(defaultSettings);
    return [field.name, isOwn ? '*' : '', /[א-ת]/.test(text) ? words(text) : text];
  });
  for (const line of toTable(rows)) print(line);
  print(faint('* differs from the default; name=default puts it back'));
  for (const name of refused) {
    print(`${name} is not in force: "${texts[name]}" is not accepted.`);
  }
}

/** A holiday as the command tells it. */
export type HolidayRow = {
  readonly day: string;
  readonly kind: 'closed' | 'eve';
  readonly name: string;
};

/** Returns the holidays of a year, the earliest first. */
export function holidayRows(year: number): HolidayRow[] {
  return [...holidaysOf(year)]
    .map(([day, { kind, name }]) => ({ day, kind, name }))
    .toSorted((one, other) => one.day.localeCompare(other.day));
}

/** Prints holidays, one a line. */
export function printHolidays(print: Print, rows: readonly HolidayRow[]): void {
  for (const line of toTable(rows.map(({ day, kind, name }) => [day, kind, words(name)]))) {
    print(line);
  }
}

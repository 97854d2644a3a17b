import { faint, type Print } from '@agent-locator/command-line/terminal.ts';
import { words } from '#commands/display-text.ts';
import { toTable } from '#commands/text-table.ts';
import { holidaysOf } from '#shared/domain/office/holidays.ts';
import { defaultSettings, type OfficeSettings } from '#shared/domain/office/office-settings.ts';
import {
  readSettings,
  type SettingsTexts,
  settingsField,
  settingsFields,
} from '#shared/domain/office/settings-fields.ts';
import type { SettingsTransition } from './settings-change.ts';

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

/** Prints each setting that a change made different, and each own date. */
export function printTransition(print: Print, { before, after }: SettingsTransition): void {
  const [old, now] = [readSettings(before).settings, readSettings(after).settings];
  const rows = settingsFields
    .filter(({ name }) => name !== 'own_dates')
    .map(({ name, show }): Row => [name, show(old) || 'empty', show(now) || 'empty']);
  const changed = [...rows, ...ownDateRows(old, now)].filter(([, was, is]) => was !== is);
  for (const [name, was, is] of changed) print(`${name}: ${shown(is)}, was ${shown(was)}`);
  if (changed.length === 0) print('All of this was set already.');
}

/** A name, and its texts before a change and after it. */
type Row = readonly [name: string, was: string, is: string];

function ownDateRows(old: OfficeSettings, now: OfficeSettings): Row[] {
  const ownDates = settingsField('own_dates');
  const textOf = (settings: OfficeSettings, day: string) => {
    const own_dates = settings.own_dates.filter((date) => date.day === day);
    return ownDates?.show({ ...settings, own_dates }).slice(day.length + 1) || 'as usual';
  };
  const days = new Set([...old.own_dates, ...now.own_dates].map(({ day }) => day));
  return [...days].toSorted().map((day) => [day, textOf(old, day), textOf(now, day)]);
}

/** Isolates the direction of a text from its first Hebrew letter on. */
function shown(text: string): string {
  return text.replace(/[א-ת].*$/s, (hebrew) => words(hebrew));
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

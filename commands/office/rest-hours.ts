import { officeDay } from '#shared/domain/office/office-day.ts';
import { dayPlan, type OpeningSettings } from '#shared/domain/office/opening-hours.ts';
import { readSettings, type SettingsTexts } from '#shared/domain/office/settings-fields.ts';

const DAY_MS = 24 * 3_600_000;
/** Shabbat begins at another hour each week of a year. */
const DAYS_OF_YEAR = 366;
const weekday = new Intl.DateTimeFormat('en-US', { timeZone: 'Asia/Jerusalem', weekday: 'long' });

/** Returns a line for each setting whose hours reach into a rest that the office keeps, within a year. */
export function hoursInRest(texts: SettingsTexts, from: number): string[] {
  const { settings } = readSettings(texts);
  const firstDays = new Map<string, string>();
  for (let ahead = 0; ahead < DAYS_OF_YEAR; ahead += 1) {
    const at = from + ahead * DAY_MS;
    const name = isShortened(settings, at) && settingOf(settings, at);
    if (name && !firstDays.has(name)) firstDays.set(name, officeDay(at));
  }
  return [...firstDays].map(
    ([name, day]) =>
      `${name} reaches into Shabbat or a holiday, first on ${day}. The agent treats the office as closed then (keeps_shabbat=yes).`,
  );
}

function isShortened(settings: OpeningSettings, at: number): boolean {
  const written = dayPlan({ ...settings, keeps_shabbat: false }, at).hours;
  const told = dayPlan(settings, at).hours;
  return written?.from !== told?.from || written?.to !== told?.to;
}

/** Returns the name of the setting that holds the hours of a day. */
function settingOf(settings: OpeningSettings, at: number): string {
  const day = officeDay(at);
  if (settings.own_dates.some((own) => own.day === day)) return 'own_dates';
  const isEve = dayPlan({ ...settings, keeps_shabbat: false }, at).name !== undefined;
  return isEve ? 'eve_hours' : weekday.format(at).toLowerCase();
}

import { officeDay } from '#shared/domain/office/office-day.ts';
import { dayName, dayPlan, type OpeningSettings } from '#shared/domain/office/opening-hours.ts';
import { quoted } from './quoted-words.ts';

const weekday = new Intl.DateTimeFormat('he-IL', { timeZone: 'Asia/Jerusalem', weekday: 'long' });

/** Returns a day with its date and its hours, as the model reads it: `יום שלישי 2026-11-24 09:00-19:00`. */
export function datedHoursInWords(settings: OpeningSettings, at: number): string {
  return `${weekday.format(at)} ${officeDay(at)} ${hoursInWords(settings, at)}`;
}

/** Returns the hours of a day, `09:00-19:00` or `סגור`, and the name of its holiday. */
export function hoursInWords(settings: OpeningSettings, at: number): string {
  const { hours } = dayPlan(settings, at);
  const words = hours ? `${hours.from}-${hours.to}` : 'סגור';
  const name = dayName(settings, at);
  return name ? `${words} (${quoted(name)})` : words;
}

import { datedHoursInWords } from '#shared/agent/hours-words.ts';
import { daysNamed, namedDays } from '#shared/domain/office/named-days.ts';
import { fromOfficeTime } from '#shared/domain/office/office-day.ts';
import type { OpeningSettings } from '#shared/domain/office/opening-hours.ts';
import { day, orNull, text } from './arguments.ts';
import { defineTool, NO_SUCH_TIME, type Refused } from './tool.ts';

/** Tells the office's hours on any day, or on a holiday, whose date a model does not know. */
export const officeHours = defineTool({
  name: 'office_hours',
  description:
    "The office's hours on a day that is not listed above, or on a holiday by its name. Never guess the date of a holiday. Tell the hours of the day that was asked for, with its date.",
  writes: false,
  accepts: {
    day: orNull(day('The day; null if a holiday is named')),
    holiday: orNull(text('Its Hebrew name, such as יום כיפור; null if a day is named')),
  },
  async use({ day, holiday }, { parts }) {
    const [settings, now] = [await parts.office.settings(), parts.now()];
    if (day) {
      const at = noonOf(day);
      return at === undefined ? NO_SUCH_TIME : { days: [datedHoursInWords(settings, at)] };
    }
    return holiday ? hoursOf(holiday, settings, now) : NOTHING_ASKED;
  },
});

const NOTHING_ASKED: Refused = { error: 'Give a day, or the name of a holiday.' };

function hoursOf(holiday: string, settings: OpeningSettings, now: number): object {
  const days = daysNamed(holiday, settings, now).flatMap(({ day }) => noonOf(day) ?? []);
  if (days.length > 0) return { days: days.map((at) => datedHoursInWords(settings, at)) };
  const names = namedDays(settings, now).map(({ name }) => name);
  // On every other holiday the office keeps the hours of the weekday.
  return { days: [], hours_change_only_on: [...new Set(names)] };
}

function noonOf(day: string): number | undefined {
  return fromOfficeTime(`${day}T12:00`);
}

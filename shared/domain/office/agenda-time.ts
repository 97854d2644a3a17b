import { fromOfficeTime, officeDay } from './office-day.ts';
import { dayPlan, type OpeningSettings } from './opening-hours.ts';
import { isSendable, type QuietSettings, sendableFrom } from './quiet-times.ts';

/** The hour at which people read what their day holds: before the first viewing, after breakfast. */
const AGENDA_FROM = '08:00';
/** An agenda that is later tells of a day that is half over. */
const AGENDA_UNTIL = '12:00';

/** Returns whether it is the part of a day in which agendas are told, whatever the day is. */
export function isAgendaTime(now: number): boolean {
  return now >= onDayOf(now, AGENDA_FROM) && now < onDayOf(now, AGENDA_UNTIL);
}

/**
 * Returns since when the agenda of this day leaves (epoch ms): eight, or the end of the quiet hours. Undefined before
 * that, from noon on, and on a day without work.
 */
export function agendaSince(
  settings: OpeningSettings & QuietSettings,
  now: number,
): number | undefined {
  if (!isAgendaTime(now) || !dayPlan(settings, now).hours) return undefined;
  return isSendable(settings, now) ? sendableFrom(settings, onDayOf(now, AGENDA_FROM)) : undefined;
}

function onDayOf(now: number, time: string): number {
  return fromOfficeTime(`${officeDay(now)}T${time}`) ?? Number.NaN;
}

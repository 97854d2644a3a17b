import { HDate, Location, months, Zmanim } from '@hebcal/core';
import { calendarDay } from './calendar-day.ts';
import type { OfficeSettings } from './office-settings.ts';
import { restCityOf } from './rest-cities.ts';

/** The part of the settings that says when the office rests. */
export type RestSettings = Pick<OfficeSettings, 'keeps_shabbat' | 'city'>;

/** A time of rest by Jewish law, in epoch ms: from candle lighting until the stars. */
export type RestTime = { readonly from: number; readonly until: number };

/** The holidays of rest as Israel keeps them: the days of each Hebrew month. */
const HOLIDAYS: Readonly<Record<number, readonly number[]>> = {
  [months.TISHREI]: [1, 2, 10, 15, 22],
  [months.NISAN]: [15, 21],
  [months.SIVAN]: [6],
};
/** The minutes from candle lighting to sunset in Israel, as the calendar of hebcal has them. */
const CANDLE_MINUTES = 20;
/** Cities with a longer custom. */
const CANDLE_MINUTES_OF: Readonly<Record<string, number>> = { Jerusalem: 40, Haifa: 30 };
/** The sun below the horizon, in degrees, when three small stars are seen. */
const STARS_DEGREES = 8.5;

const SATURDAY = 6;

const known = new Map<string, RestTime>();

/** Returns the Shabbat or the holiday that a moment (epoch ms) is in; undefined outside, or where none is kept. */
export function restAt({ keeps_shabbat, city }: RestSettings, at: number): RestTime | undefined {
  if (!keeps_shabbat) return undefined;
  const day = calendarDay(at);
  // The rest of tomorrow begins this evening.
  const restDay = [day, day + 1].find(isRestDay);
  if (restDay === undefined) return undefined;
  const rest = restOfDay(restDay, restCityOf(city) ?? 'Jerusalem');
  return at >= rest.from && at < rest.until ? rest : undefined;
}

/** Returns the whole rest around a day of it: a Shabbat beside a holiday is one with it. */
function restOfDay(day: number, city: string): RestTime {
  let [first, last] = [day, day];
  while (isRestDay(first - 1)) first -= 1;
  while (isRestDay(last + 1)) last += 1;
  const key = `${first} ${city}`;
  const rest = known.get(key) ?? restBetween(first, last, city);
  known.set(key, rest);
  return rest;
}

function restBetween(first: number, last: number, city: string): RestTime {
  const location = Location.lookup(city);
  if (!location) throw new RangeError(`The calendar knows no ${city}`);
  const skyOf = (day: number) => new Zmanim(location, new HDate(day), false);
  const candles = skyOf(first - 1).sunsetOffset(-(CANDLE_MINUTES_OF[city] ?? CANDLE_MINUTES), true);
  const stars = Zmanim.roundTime(skyOf(last).tzeit(STARS_DEGREES));
  return { from: Zmanim.roundTime(candles).getTime(), until: stars.getTime() };
}

function isRestDay(day: number): boolean {
  const date = new HDate(day);
  return date.getDay() === SATURDAY || Boolean(HOLIDAYS[date.getMonth()]?.includes(date.getDate()));
}

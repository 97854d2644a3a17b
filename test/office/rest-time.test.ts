import { HebrewCalendar, Location } from '@hebcal/core';
import { describe, expect, test } from 'vitest';
import { holidayOf, holidaysOf } from '#shared/domain/office/holidays.ts';
import { restCities } from '#shared/domain/office/rest-cities.ts';
import { restAt } from '#shared/domain/office/rest-time.ts';

const MINUTE_MS = 60_000;

/** The moments at which the calendar itself has candles lit and a rest end, the earliest first. */
function momentsOf(year: number, city: string) {
  const location = Location.lookup(city);
  if (!location) throw new Error(`no ${city}`);
  const options = { year, isHebrewYear: true, il: true, candlelighting: true, location };
  return HebrewCalendar.calendar(options).flatMap((event) => {
    const at = 'eventTime' in event ? Number(event.eventTime) : Number.NaN;
    const name = event.getDesc();
    return /^(?:Candle lighting|Havdalah)$/.test(name) ? [{ at, begins: name !== 'Havdalah' }] : [];
  });
}

test('every holiday of thirty years is found by its day', () => {
  for (let year = 2020; year < 2050; year += 1) {
    for (const [day, holiday] of holidaysOf(year)) expect(holidayOf(day)).toEqual(holiday);
  }
});

describe('the rest of an office', () => {
  test.each(Object.entries(restCities))(
    'in %s begins and ends as the calendar says',
    (name, city) => {
      // A leap year, one with a Shabbat before Rosh Hashana, and one whose Pesach begins as a Shabbat ends.
      for (const year of [5784, 5785, 5788]) {
        const moments = momentsOf(year, city);
        expect(moments.length).toBeGreaterThan(100);
        for (const [index, { at, begins }] of moments.entries()) {
          const isWithin = (moment: number) =>
            restAt({ keeps_shabbat: true, city: name }, moment) !== undefined;
          const isSecondDay = begins && index > 0 && moments[index - 1]?.begins;
          expect([new Date(at), isWithin(at - 1), isWithin(at)]).toEqual([
            new Date(at),
            !begins || isSecondDay,
            begins,
          ]);
        }
      }
    },
  );

  test('is one where a Shabbat is beside a holiday', () => {
    // The second day of Rosh Hashana 2027 is a Sunday.
    const shabbat = Date.parse('2027-10-02T12:00+03:00');
    const rest = restAt({ keeps_shabbat: true, city: 'ירושלים' }, shabbat);
    expect(rest && (rest.until - rest.from) / (60 * MINUTE_MS)).toBeGreaterThan(48);
  });
});

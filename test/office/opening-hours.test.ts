import { describe, expect, test } from 'vitest';
import { fromOfficeTime, toOfficeTime } from '#shared/domain/office/office-day.ts';
import { defaultSettings } from '#shared/domain/office/office-settings.ts';
import {
  dayPlan,
  isHandOverTime,
  isOfficeOpen,
  nextOpening,
} from '#shared/domain/office/opening-hours.ts';
import { taskDueAt } from '#shared/domain/office/task-due.ts';
import { viewingRefusal } from '#shared/domain/office/viewing.ts';

const at = (time: string) => fromOfficeTime(time) ?? Number.NaN;
const isOpen = (time: string, settings = defaultSettings, lasts?: number) =>
  isOfficeOpen(settings, at(time), lasts);

describe('an office that set nothing', () => {
  test.each([
    ['2026-11-22', ['09:00', '18:59'], ['08:59', '19:00']],
    ['2026-11-26', ['09:00', '18:59'], ['08:59', '19:00', '00:00']],
    ['2026-11-27', ['09:00', '12:59'], ['08:59', '13:00']],
    ['2026-11-28', [], ['09:00', '12:00', '20:00']],
    // Summer time.
    ['2026-07-05', ['09:00', '18:59'], ['08:59', '19:00']],
  ])('on %s is open at %s and closed at %s', (day, open, closed) => {
    for (const hour of open) expect(isOpen(`${day}T${hour}`)).toBe(true);
    for (const hour of closed) expect(isOpen(`${day}T${hour}`)).toBe(false);
  });

  test.each([
    ['2026-09-12', 'ראש השנה'],
    ['2026-09-13', 'ראש השנה'],
    ['2026-09-21', 'יום כיפור'],
    ['2026-09-26', 'סוכות'],
    ['2026-10-03', 'שמיני עצרת'],
    ['2027-04-22', 'פסח'],
    ['2027-04-28', 'פסח'],
    ['2027-05-12', 'העצמאות'],
    ['2027-06-11', 'שבועות'],
    ['2027-10-11', 'יום כיפור'],
  ])('is closed all day on %s, for %s', (day, name) => {
    for (const hour of ['09:00', '10:00', '18:00']) expect(isOpen(`${day}T${hour}`)).toBe(false);
    expect(dayPlan(defaultSettings, at(`${day}T10:00`)).name).toContain(name);
  });

  test.each([
    ['2026-09-20', 'the eve of Yom Kippur'],
    ['2026-09-11', 'the eve of Rosh Hashana'],
    ['2027-04-21', 'Seder night'],
    ['2027-04-27', 'the eve of the seventh day of Pesach'],
    ['2027-05-10', 'the evening before the day of remembrance'],
    ['2027-05-11', 'the day of remembrance, on which independence begins'],
    ['2027-06-10', 'the eve of Shavuot'],
  ])('closes at one on %s, %s', (day) => {
    expect([isOpen(`${day}T12:59`), isOpen(`${day}T13:00`)]).toEqual([true, false]);
  });

  test.each([
    ['2026-12-07', 'a day of Hanukkah'],
    ['2027-03-22', 'the eve of Purim'],
    ['2027-04-26', 'a day within Pesach'],
    ['2027-08-11', 'the eve of the ninth of Av'],
  ])('is open in the evening of %s, %s', (day) => {
    expect(isOpen(`${day}T18:00`)).toBe(true);
  });

  test('has no time for a viewing that ends after it closes', () => {
    const [last, late] = ['2026-11-22T18:30', '2026-11-22T18:31'];
    expect([isOpen(last, defaultSettings, 30), isOpen(late, defaultSettings, 30)]).toEqual([
      true,
      false,
    ]);
  });
});

test('a caller is connected to a person only in opening hours, unless the office wants it at every hour', () => {
  const [open, night] = [at('2026-11-22T10:00'), at('2026-11-22T23:00')];
  const always = { ...defaultSettings, hands_over_when_closed: true };
  expect([open, night].map((moment) => isHandOverTime(defaultSettings, moment))).toEqual([
    true,
    false,
  ]);
  expect([open, night].map((moment) => isHandOverTime(always, moment))).toEqual([true, true]);
});

test('an office that keeps Shabbat shows no home and connects nobody before the stars, whatever its hours', () => {
  const late = { from: '20:00', to: '22:00' };
  const settings = {
    ...defaultSettings,
    hours: { ...defaultSettings.hours, saturday: late },
    hands_over_when_closed: true,
  };
  const now = at('2027-07-01T10:00');
  // The stars come out at 20:31.
  const refusals = ['2027-07-03T20:00', '2027-07-03T20:30', '2027-07-03T21:00'].map((time) => [
    viewingRefusal(settings, at(time), now),
    isHandOverTime(settings, at(time)),
  ]);
  expect(refusals).toEqual([
    ['closed', false],
    ['closed', false],
    [undefined, true],
  ]);
  expect(toOfficeTime(nextOpening(settings, at('2027-07-03T12:00')) ?? 0)).toMatch(
    /^2027-07-03T20:3/,
  );
  const open = { ...settings, keeps_shabbat: false };
  expect(viewingRefusal(open, at('2027-07-03T20:00'), now)).toBeUndefined();
  // A viewing ends before the candles are lit, at 15:55.
  const friday = {
    ...settings,
    hours: { ...settings.hours, friday: { from: '09:00', to: '17:00' } },
  };
  expect(
    ['15:00', '15:30'].map((hour) =>
      viewingRefusal(friday, at(`2026-11-27T${hour}`), at('2026-11-26T10:00')),
    ),
  ).toEqual([undefined, 'closed']);
});

describe('hours within a rest that the office keeps', () => {
  const span = (from: string, to: string) => ({ from, to });
  const week = (change: object, others: object = {}) => ({
    ...defaultSettings,
    hours: { ...defaultSettings.hours, ...change },
    ...others,
  });
  const morning = span('10:00', '14:00');
  test.each([
    ['on a Shabbat', week({ saturday: morning }), '2026-11-28', null, 'שבת'],
    // Candles at 15:55.
    ['on a Friday', week({ friday: span('09:00', '17:00') }), '2026-11-27', '09:00-15:55', 'שבת'],
    ['on a summer’s Friday', week({ friday: span('09:00', '17:00') }), '2027-07-02', '09:00-17:00'],
    [
      'on a Shabbat evening',
      week({ saturday: span('20:00', '22:00') }),
      '2026-11-28',
      '20:00-22:00',
    ],
    [
      'that end with the day',
      week({ saturday: span('20:00', '24:00') }),
      '2027-07-03',
      '20:31-24:00',
      'שבת',
    ],
    [
      'on an own date',
      week({}, { own_dates: [{ day: '2026-09-21', hours: morning, name: 'יום פתוח' }] }),
      '2026-09-21',
      null,
      'יום כיפור',
    ],
    [
      'of an office that does not rest',
      week({ saturday: morning }, { keeps_shabbat: false }),
      '2026-11-28',
      '10:00-14:00',
    ],
  ])('%s are told as they count', (_, settings, day, told, name = undefined) => {
    const { hours, name: reason } = dayPlan(settings, at(`${day}T08:00`));
    expect([hours && `${hours.from}-${hours.to}`, reason]).toEqual([told, name]);
  });
});

test('an own date goes before a holiday, and says why', () => {
  const settings = {
    ...defaultSettings,
    own_dates: [
      { day: '2027-08-01', hours: null, name: 'חופשה מרוכזת' },
      { day: '2027-04-21', hours: { from: '10:00', to: '12:00' } },
    ],
  };
  expect(dayPlan(settings, at('2027-08-01T11:00'))).toEqual({ hours: null, name: 'חופשה מרוכזת' });
  expect([isOpen('2027-04-21T10:00', settings), isOpen('2027-04-21T12:30', settings)]).toEqual([
    true,
    false,
  ]);
});

test('an office that does not keep the holidays is open on them', () => {
  expect(isOpen('2026-09-21T10:00', { ...defaultSettings, keeps_holidays: false })).toBe(true);
});

test('an eve on a day of rest stays closed', () => {
  // Seder night of 2025 began as a Shabbat ended.
  expect(dayPlan(defaultSettings, at('2025-04-12T10:00'))).toEqual({
    hours: null,
    name: 'ערב פסח',
  });
});

test('a task is due once the office is open, and an urgent one at once', () => {
  const friday = at('2026-11-27T16:00');
  expect(toOfficeTime(taskDueAt(defaultSettings, friday))).toBe('2026-11-29T09:00');
  expect(taskDueAt(defaultSettings, friday, true)).toBe(friday);
  const open = at('2026-11-22T10:15');
  expect(taskDueAt(defaultSettings, open)).toBe(open);
});

describe('the next opening', () => {
  test.each([
    ['2026-11-22T10:15', '2026-11-22T10:15'],
    ['2026-11-22T03:00', '2026-11-22T09:00'],
    ['2026-11-22T19:00', '2026-11-23T09:00'],
    ['2026-11-27T13:00', '2026-11-29T09:00'],
    // Yom Kippur, from its eve.
    ['2026-09-20T13:00', '2026-09-22T09:00'],
    // Two days of Rosh Hashana behind a Friday.
    ['2026-09-11T14:00', '2026-09-14T09:00'],
    // The clock goes forward in the night of 26 March 2027, and back in that of 25 October 2026.
    ['2027-03-25T20:00', '2027-03-26T09:00'],
    ['2026-10-24T20:00', '2026-10-25T09:00'],
  ])('after %s is %s', (time, opens) => {
    expect(toOfficeTime(nextOpening(defaultSettings, at(time)) ?? 0)).toBe(opens);
  });

  test('is unknown where the office never opens', () => {
    const hours = Object.fromEntries(
      Object.keys(defaultSettings.hours).map((day) => [day, null]),
    ) as unknown as typeof defaultSettings.hours;
    expect(nextOpening({ ...defaultSettings, hours }, at('2026-11-22T10:00'))).toBeUndefined();
  });
});

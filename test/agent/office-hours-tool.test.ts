import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { officeOf } from '../office/office-of.ts';
import { callback, openToolDesk, type ToolDesk, viewing } from './tool-desk.ts';

/** A Monday in the week of which no day is a holiday. */
const NOW = Date.parse('2026-11-23T09:35:00Z');

let desk: ToolDesk;
beforeAll(async () => {
  desk = await openToolDesk();
});
afterAll(() => desk[Symbol.asyncDispose]());

const asked = (name: string, sent: object, change = {}) =>
  desk.use(name, sent, {
    box: desk.toolbox({}, { ...desk.crm, office: officeOf(change) }, NOW),
  });
const hours = (sent: object, change = {}) =>
  asked('office_hours', { day: null, holiday: null, ...sent }, change);

describe('the hours of a day that the briefing does not list', () => {
  test.for([
    ['2027-10-11', 'יום שני 2027-10-11 סגור (יום כיפור)'],
    ['2027-10-10', 'יום ראשון 2027-10-10 09:00-13:00 (ערב יום כיפור)'],
    ['2027-10-12', 'יום שלישי 2027-10-12 09:00-19:00'],
    ['2027-10-09', 'יום שבת 2027-10-09 סגור'],
  ] as const)('are told for %s', async ([day, told]) => {
    expect(await hours({ day })).toEqual({ days: [told] });
  });

  test('are told for a day of the office’s own, and a kept holiday is named on any day', async () => {
    const own_dates = [{ day: '2027-08-01', hours: null, name: 'חופשה מרוכזת' }];
    const told = ['יום ראשון 2027-08-01 סגור (חופשה מרוכזת)'];
    expect(await hours({ day: '2027-08-01' }, { own_dates })).toEqual({ days: told });
    expect(await hours({ holiday: 'חופשה מרוכזת' }, { own_dates })).toEqual({ days: told });
    expect(await hours({ day: '2027-10-11' }, { keeps_holidays: false })).toEqual({
      days: ['יום שני 2027-10-11 09:00-19:00 (יום כיפור)'],
    });
  });

  test.for([
    ['יום כיפור', ['2027-10-10', '2027-10-11']],
    ['יום הכיפורים', ['2027-10-10', '2027-10-11']],
    ['כיפור', ['2027-10-10', '2027-10-11']],
    ['ערב פסח', ['2027-04-21']],
    ['ליל הסדר', ['2027-04-21']],
    ['פסח', ['2027-04-21', '2027-04-22', '2027-04-27', '2027-04-28']],
    ['חג הסוכות', ['2027-10-15', '2027-10-16', '2027-10-22']],
    ['שמחת תורה', ['2027-10-23']],
    ['ראש השנה', ['2027-10-01', '2027-10-02', '2027-10-03']],
    ['יום העצמאות', ['2027-05-12']],
    ['יום הזיכרון', ['2027-05-10', '2027-05-11']],
  ] as const)('are told for the next %s by its name', async ([holiday, days]) => {
    const { days: told } = await hours({ holiday });
    expect(told.map((line: string) => /\d{4}-\d\d-\d\d/.exec(line)?.[0])).toEqual(days);
  });

  test('of a holiday that changes none are those of its weekday: the result lists what does', async () => {
    for (const holiday of ['חנוכה', 'פורים', 'חג', 'יום']) {
      const { days, ...told } = await hours({ holiday });
      expect(days, holiday).toEqual([]);
      expect(told.hours_change_only_on).toContain('יום כיפור');
      expect(told.hours_change_only_on).not.toContain('חנוכה');
    }
  });

  test('are asked for with a day that exists, or with a name', async () => {
    expect(await hours({})).toHaveProperty('error');
    expect(await hours({ day: '2027-02-30' })).toHaveProperty('error');
    expect(await hours({ day: 'מחר' })).toHaveProperty('error');
  });
});

describe('a time beyond the sixty days in which the office makes appointments', () => {
  const far = { reason: 'too_far', last_day: '2027-01-21' };

  test('is refused with the last day, and with the holiday that it falls on', async () => {
    await desk.crm.listings.put([
      {
        id: 'TA-101',
        deal: 'rent',
        city: 'תל אביב',
        rooms: 2,
        price_ils: 6_400,
        status: 'active',
        updated_at: 1,
      },
    ] as never);
    const yomKippur = '2027-10-11T10:00';
    expect(await asked('book_viewing', { ...viewing, at: yomKippur })).toEqual({
      booked: false,
      ...far,
      holiday: 'יום כיפור',
    });
    expect(await asked('request_callback', { ...callback, at: yomKippur })).toEqual({
      requested: false,
      ...far,
      holiday: 'יום כיפור',
    });
    expect(await asked('request_callback', { ...callback, at: '2027-10-12T10:00' })).toEqual({
      requested: false,
      ...far,
    });
  });

  test('begins after the last day that was told: all of that day’s hours are accepted', async () => {
    const at = '2027-01-21T18:59';
    expect(await asked('request_callback', { ...callback, at })).toMatchObject({ requested: true });
  });
});

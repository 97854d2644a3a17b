import { expect, test } from 'vitest';
import { refusalTold } from '#local/rule-agent/matters/refusals.ts';
import { chosenTime, freeTimesIn, freeTimesTold } from './free-times.ts';

const TODAY = '2026-11-25';
const free = ['2026-11-26T18:30', '2026-11-27T09:00', '2026-11-27T09:30'];
const moments = free.map((time) => ({ day: time.slice(0, 10), hour: time.slice(11) }));

test('free times are offered with each day named once, and read back from the offer', () => {
  const offer = freeTimesTold(free) ?? '';
  expect(offer).toBe(
    'יש פנוי ביום חמישי, 26 בנובמבר, בשעה 18:30, ביום שישי, 27 בנובמבר, בשעה 9:00, או בשעה 9:30. איזו שעה מתאימה לכם?',
  );
  expect(freeTimesIn(offer, TODAY)).toEqual(moments);
  expect([freeTimesTold([]), freeTimesTold(undefined)]).toEqual([undefined, undefined]);
  expect(freeTimesIn('ביום חמישי, 26 בנובמבר, בשעה 18:30', TODAY)).toEqual([]);
});

test('an answer chooses one of them: by yes, by its hour, by its day, or names another', () => {
  expect(chosenTime(moments, {}, true)).toEqual(moments[0]);
  expect(chosenTime(moments, { hour: '09:30' }, false)).toEqual(moments[2]);
  expect(chosenTime(moments, { day: '2026-11-27' }, false)).toEqual(moments[1]);
  const other = { day: '2026-11-29', hour: '12:00' };
  expect(chosenTime(moments, other, false)).toEqual(other);
  expect(chosenTime(moments, { hour: '17:00' }, false)).toEqual({
    day: '2026-11-26',
    hour: '17:00',
  });
  expect(chosenTime(moments, {}, false)).toEqual({});
});

test('a refusal tells the holiday, or who is busy, and the free times', () => {
  const told = refusalTold({ reason: 'closed', closed_for: 'יום כיפור', free }, 'מתי?');
  expect(told).toMatch(/^המשרד סגור ביום הזה, יום כיפור\. יש פנוי ביום חמישי/);
  for (const reason of ['taken', 'contact_busy', 'broker_busy', 'day_full', 'past', 'closed']) {
    expect(refusalTold({ reason }, 'מתי?'), reason).toMatch(/\. מתי\?$/);
  }
});

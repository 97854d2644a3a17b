import { expect, test } from 'vitest';
import { momentIn, toSpokenMoment, writtenMoment } from './spoken-moments.ts';

/** A Monday. */
const TODAY = '2026-11-23';

test.for<[string, { day?: string; hour?: string }]>([
  ['היום בשש', { day: '2026-11-23', hour: '18:00' }],
  ['מחר בעשר', { day: '2026-11-24', hour: '10:00' }],
  ['מחרתיים ב-10:30', { day: '2026-11-25', hour: '10:30' }],
  ['ביום רביעי בשעה ארבע אחר הצהריים', { day: '2026-11-25', hour: '16:00' }],
  ['ביום שני', { day: '2026-11-30' }],
  ['בשבוע הבא ביום שלישי', { day: '2026-12-01' }],
  ['ליום חמישי בשלוש', { day: '2026-11-26', hour: '15:00' }],
  ['ב-25 לחודש', { day: '2026-11-25' }],
  ['ב-3 לחודש בשעה 9', { day: '2026-12-03', hour: '09:00' }],
  ['בעשרים וחמישה לחודש', { day: '2026-11-25' }],
  ['בשנים עשר בדצמבר בתשע וחצי', { day: '2026-12-12', hour: '09:30' }],
  ['ב-2 בינואר', { day: '2027-01-02' }],
  ['ב-25/11 ב-16:30', { day: '2026-11-25', hour: '16:30' }],
  ['1.12.2026', { day: '2026-12-01' }],
  ['ב-31 בנובמבר', {}],
  ['מחר ברבע לחמש', { day: '2026-11-24', hour: '16:45' }],
  ['מחר באחת עשרה ורבע', { day: '2026-11-24', hour: '11:15' }],
  ['מחר בשתיים עשרה', { day: '2026-11-24', hour: '12:00' }],
  ['מחר בצהריים', { day: '2026-11-24', hour: '12:00' }],
  ['מחר בשמונה בערב', { day: '2026-11-24', hour: '20:00' }],
  ['שבע בבוקר', { hour: '07:00' }],
  ['מחר בבוקר', { day: '2026-11-24' }],
  ['ב-6,500 שקל', {}],
  ['בשלושה חדרים', {}],
  ['דירה בראשון לציון', {}],
  ['דירה בבאר שבע', {}],
  ['שלישי בעשר', { hour: '10:00' }],
])('"%s" is the moment that a person takes it for', ([said, moment]) => {
  expect(momentIn(said, TODAY, '')).toEqual({ day: undefined, hour: undefined, ...moment });
});

test('a bare day or hour is one where it was asked for', () => {
  expect(momentIn('רביעי', TODAY, 'באיזה יום נוח לכם?').day).toBe('2026-11-25');
  expect(momentIn('עשר', TODAY, 'באיזו שעה נוח לכם?').hour).toBe('10:00');
  expect(momentIn('4', TODAY, 'באיזו שעה נוח לכם?').hour).toBe('16:00');
  expect(momentIn('רביעי עשר', TODAY, '')).toEqual({ day: undefined, hour: undefined });
});

test('a moment is said with its weekday', () => {
  const moment = { day: '2026-11-25', hour: '09:30' };
  expect(toSpokenMoment(moment)).toBe('ביום רביעי, 25 בנובמבר, בשעה 9:30');
  expect(toSpokenMoment({ hour: '16:00' })).toBe('בשעה 16:00');
});

test('the moment of a briefing is read', () => {
  expect(writtenMoment('עכשיו יום שני, 23 בנובמבר 2026, 11:35')).toEqual({
    day: '2026-11-23',
    hour: '11:35',
  });
  expect(writtenMoment('עכשיו יום שני, 3 בינואר 2027, בשעה 9:05')).toEqual({
    day: '2027-01-03',
    hour: '09:05',
  });
  expect(writtenMoment('אין כאן מועד')).toBeUndefined();
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromOfficeTime, toOfficeTime } from '#shared/domain/office/office-day.ts';
import { defaultSettings } from '#shared/domain/office/office-settings.ts';
import { isSendable, sendableBefore, sendableFrom } from '#shared/domain/office/quiet-times.ts';
import { REMINDER_MARGIN_MS, viewingReminder } from '#shared/domain/office/viewing.ts';
import { NOTICE_PAUSES_MS } from '#shared/messages/notice-attempts.ts';

const at = (time: string) => fromOfficeTime(time) ?? Number.NaN;

describe('a message that nobody asked for', () => {
  test.each([
    ['2026-11-25T12:00', '2026-11-25T12:00', '2026-11-25T12:00'],
    // At night.
    ['2026-11-25T23:50', '2026-11-26T08:00', '2026-11-25T20:59'],
    ['2026-11-26T07:00', '2026-11-26T08:00', '2026-11-25T20:59'],
    // On Shabbat: candles in Jerusalem at 15:55, stars at 17:09; the night follows.
    ['2026-11-28T12:00', '2026-11-28T17:09', '2026-11-27T15:54'],
    // Yom Kippur.
    ['2026-09-21T08:00', '2026-09-21T19:18', '2026-09-20T17:59'],
  ])('wanted at %s leaves at %s, or before at %s', (time, after, before) => {
    expect(Math.abs(sendableFrom(defaultSettings, at(time)) - at(after))).toBeLessThan(6 * 60_000);
    expect(Math.abs(sendableBefore(defaultSettings, at(time)) - at(before))).toBeLessThan(
      6 * 60_000,
    );
  });

  test.each([
    ['2026-11-25T07:30', '2026-11-24T20:15'],
    // It would leave in time, but not its retries.
    ['2026-11-25T20:30', '2026-11-25T20:15'],
    ['2026-11-25T20:15', '2026-11-25T20:15'],
  ])('wanted at %s leaves at %s with a margin for its retries', (time, leaves) => {
    const moment = sendableBefore(defaultSettings, at(time), REMINDER_MARGIN_MS);
    expect(toOfficeTime(moment)).toBe(leaves);
  });

  test.each([
    ['2026-11-25T20:00', '2026-11-25T20:15'],
    // The moment with the margin has passed; a late retry leaves a task for the office.
    ['2026-11-25T20:30', '2026-11-25T20:59'],
    ['2026-11-25T21:30', undefined],
  ])('about a viewing that was booked at %s for the next morning leaves at %s', (now, leaves) => {
    const viewing = {
      id: 'TA-101#2026-11-26T09:30',
      contact: '+972501234567',
      listing_id: 'TA-101',
      at: at('2026-11-26T09:30'),
      status: 'booked',
      source_id: 'CA1-001-0001-1',
      created_at: at(now),
    } as const;
    const reminder = viewingReminder(defaultSettings, viewing, at(now));
    expect(reminder && toOfficeTime(reminder.at)).toBe(leaves);
  });

  test('has retries that end within the margin, a late schedule included', () => {
    const retriesMs = NOTICE_PAUSES_MS.reduce((sum, pauseMs) => sum + pauseMs, 0);
    expect(REMINDER_MARGIN_MS).toBeGreaterThan(retriesMs + 60_000);
  });

  test('waits over two days of Rosh Hashana with the Shabbat before them', () => {
    const leaves = sendableFrom(defaultSettings, at('2027-10-01T20:00'));
    expect(toOfficeTime(leaves)).toMatch(/^2027-10-03T(?:18|19):/);
  });

  test('may leave on Shabbat where the office does not keep it', () => {
    const settings = { ...defaultSettings, keeps_shabbat: false };
    expect(isSendable(settings, at('2026-11-28T12:00'))).toBe(true);
  });

  test('never leaves in a quiet time, whenever it was wanted', () => {
    const moments = fc.integer({ min: at('2026-09-01T00:00'), max: at('2028-05-01T00:00') });
    fc.assert(
      fc.property(moments, (moment) => {
        const [after, before] = [
          sendableFrom(defaultSettings, moment),
          sendableBefore(defaultSettings, moment),
        ];
        expect([isSendable(defaultSettings, after), isSendable(defaultSettings, before)]).toEqual([
          true,
          true,
        ]);
        expect([after >= moment, before <= moment]).toEqual([true, true]);
      }),
      { numRuns: 2_000 },
    );
  });
});

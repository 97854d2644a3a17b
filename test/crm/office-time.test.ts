import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromOfficeTime, toOfficeTime } from '#shared/domain/office/office-day.ts';
import { viewingId } from '#shared/domain/office/viewing.ts';

describe('a time in Israel', () => {
  test.each([
    ['2026-11-23T11:35', '2026-11-23T09:35:00Z'],
    ['2026-07-01T00:05', '2026-06-30T21:05:00Z'],
    // The night on which clocks go from 02:00 to 03:00.
    ['2026-03-27T01:59', '2026-03-26T23:59:00Z'],
    ['2026-03-27T03:00', '2026-03-27T00:00:00Z'],
    // The night on which clocks go from 02:00 to 01:00: the first of the two hours.
    ['2026-10-25T00:59', '2026-10-24T21:59:00Z'],
    ['2026-10-25T01:30', '2026-10-24T22:30:00Z'],
    ['2026-10-25T02:00', '2026-10-25T00:00:00Z'],
    ['2028-02-29T10:00', '2028-02-29T08:00:00Z'],
  ])('%s is %s', (time, utc) => {
    expect(fromOfficeTime(time)).toBe(Date.parse(utc));
    expect(toOfficeTime(Date.parse(utc))).toBe(time);
  });

  test.each([
    '2026-03-27T02:30',
    '2026-02-29T10:00',
    '2026-13-01T10:00',
    '2026-11-23T24:00',
    '2026-11-23T10:60',
    '2026-11-23 10:00',
    '2026-11-23T10:00:00',
    '0050-01-01T10:00',
    '',
  ])('%s is none', (time) => {
    expect(fromOfficeTime(time)).toBeUndefined();
  });

  test('is a moment that is told by that time', () => {
    const minutes = fc.integer({ min: 0, max: 60_000_000 });
    fc.assert(
      fc.property(minutes, (minute) => {
        const at = minute * 60_000;
        const again = fromOfficeTime(toOfficeTime(at)) ?? Number.NaN;
        // The hour that comes twice means its first occurrence.
        expect([at, at - 3_600_000]).toContain(again);
        expect(toOfficeTime(again)).toBe(toOfficeTime(at));
      }),
    );
  });
});

test('a viewing is named by its home and half hour', () => {
  const named = (time: string) => viewingId('א 1', fromOfficeTime(time) ?? 0);
  expect([named('2026-11-25T10:29'), named('2026-11-25T10:30')]).toEqual([
    'א 1#2026-11-25T10:00',
    'א 1#2026-11-25T10:30',
  ]);
});

import { expect, test } from 'vitest';
import { fromOfficeTime, toOfficeTime } from '#shared/domain/office/office-day.ts';
import { defaultSettings } from '#shared/domain/office/office-settings.ts';
import { taskLateAt } from '#shared/domain/office/task-due.ts';

const settings = { ...defaultSettings, keeps_holidays: false, keeps_shabbat: false };

test.each([
  ['in the morning', '2026-11-23T09:30', {}, '2026-11-23T09:40'],
  ['at the opening', '2026-11-23T09:00', {}, '2026-11-23T09:10'],
  ['five minutes before the office closes', '2026-11-23T18:55', {}, '2026-11-24T09:10'],
  ['while the office is closed', '2026-11-23T22:00', {}, '2026-11-24T09:10'],
  ['on a Friday night, and urgent', '2026-11-27T22:00', { urgent: true }, '2026-11-27T22:10'],
] as const)(
  'a task that is due %s (%s) is late after ten minutes of opening hours',
  (_, due, more, late) => {
    const task = { due_at: fromOfficeTime(due) ?? 0, ...more };
    expect(toOfficeTime(taskLateAt(settings, task))).toBe(late);
  },
);

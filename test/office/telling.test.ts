import { describe, expect, test } from 'vitest';
import {
  escalatesAt,
  nextLook,
  nextTelling,
  type TellingOffice,
  tellableFrom,
} from '#shared/domain/office/next-telling.ts';
import { fromOfficeTime, toOfficeTime } from '#shared/domain/office/office-day.ts';
import { defaultSettings } from '#shared/domain/office/office-settings.ts';
import type { Task } from '#shared/domain/office/task.ts';
import { waysOf } from '#shared/domain/office/telling.ts';
import { person } from './people-of.ts';

const owner = person(1, { role: 'owner', email: 'owner@office.example' });
const dana = person(2, { email: 'dana@office.example' });
const yossi = person(3);
const office: TellingOffice = {
  settings: defaultSettings,
  people: [owner, dana, yossi],
  ways: ['whatsapp', 'email'],
};
const at = (time: string) => fromOfficeTime(time) ?? Number.NaN;
const WEDNESDAY = at('2026-12-02T10:00');

const task = (change: Partial<Task> = {}): Task => ({
  id: 'task',
  kind: 'owner_lead',
  contact: '+972501234567',
  assigned_to: dana.id,
  due_at: WEDNESDAY,
  state: 'open',
  channel: 'phone',
  created_at: WEDNESDAY,
  updated_at: WEDNESDAY,
  ...change,
});
const told = (broker: string, way: 'whatsapp' | 'email' = 'whatsapp', isLost?: true) => ({
  id: `tell-${broker}`,
  broker,
  way,
  at: WEDNESDAY,
  isLost,
});

describe('the next person who is told', () => {
  test('is the one who has the task, on WhatsApp', () => {
    expect(nextTelling(task(), office, WEDNESDAY)).toEqual({
      kind: 'send',
      to: dana,
      way: 'whatsapp',
    });
  });

  test('is the same person by mail, where WhatsApp did not reach them', () => {
    const lost = task({ told: [told(dana.id, 'whatsapp', true)] });
    expect(nextTelling(lost, office, WEDNESDAY)).toMatchObject({ to: dana, way: 'email' });
  });

  test('is another broker, where the first one did not take it up', () => {
    const waiting = task({ told: [told(dana.id)] });
    expect(nextTelling(waiting, office, WEDNESDAY)).toMatchObject({ kind: 'send', to: yossi });
  });

  test('is the owner at last', () => {
    const waiting = task({ told: [told(dana.id), told(yossi.id)] });
    expect(nextTelling(waiting, office, WEDNESDAY)).toMatchObject({ kind: 'send', to: owner });
  });

  test('is nobody once the owner was told', () => {
    const waiting = task({ told: [told(dana.id), told(yossi.id), told(owner.id)] });
    expect(nextTelling(waiting, office, WEDNESDAY)).toEqual({ kind: 'end', because: 'untaken' });
  });

  test.each([{ state: 'done' as const }, { taken_at: WEDNESDAY }])(
    'is nobody for a task that is settled: %o',
    (change) => {
      expect(nextTelling(task(change), office, WEDNESDAY)).toEqual({
        kind: 'end',
        because: 'settled',
      });
    },
  );

  test('is looked for again in an office that has nobody yet', () => {
    const empty = { ...office, people: [] };
    expect(nextTelling(task(), empty, WEDNESDAY)).toMatchObject({ kind: 'wait' });
  });

  test('is told by mail at once, where they asked for that', () => {
    const people = [owner, { ...dana, notify: 'email' as const }];
    expect(nextTelling(task(), { ...office, people }, WEDNESDAY)).toMatchObject({ way: 'email' });
  });
});

describe('the moment at which the office is told', () => {
  test.each([
    ['in the night', '2026-12-02T22:00', '2026-12-03T09:00'],
    ['on a Friday afternoon', '2026-12-04T14:00', '2026-12-06T09:00'],
    ['on Shabbat', '2026-12-05T11:00', '2026-12-06T09:00'],
    ['on the eve of Yom Kippur', '2027-10-10T16:00', '2027-10-12T09:00'],
  ])('%s is the next opening', (_, now, opens) => {
    expect(nextTelling(task(), office, at(now))).toMatchObject({ kind: 'wait' });
    expect(toOfficeTime(tellableFrom(defaultSettings, {}, at(now)))).toBe(opens);
  });

  test('is now for an urgent matter in the night, and after Shabbat for one on Shabbat', () => {
    const urgent = task({ urgent: true });
    expect(nextTelling(urgent, office, at('2026-12-02T22:00'))).toMatchObject({ kind: 'send' });
    const onShabbat = at('2026-12-05T11:00');
    expect(nextTelling(urgent, office, onShabbat)).toMatchObject({ kind: 'wait' });
    expect(toOfficeTime(tellableFrom(defaultSettings, urgent, onShabbat))).toBe('2026-12-05T17:14');
  });
});

test('a task that waits is looked at again within minutes, and at the opening sharp', () => {
  expect(nextLook(WEDNESDAY + 3_600_000, WEDNESDAY) - WEDNESDAY).toBeLessThanOrEqual(300_000);
  expect(nextLook(WEDNESDAY + 60_000, WEDNESDAY)).toBe(WEDNESDAY + 60_000);
});

test.each([
  ['2026-12-02T10:00', '2026-12-02T10:10'],
  ['2026-12-02T18:55', '2026-12-03T09:05'],
  ['2026-12-04T12:58', '2026-12-06T09:08'],
])('the next person is told after ten minutes of opening time: %s', (now, then) => {
  expect(toOfficeTime(escalatesAt(defaultSettings, at(now)))).toBe(then);
});

describe('a deployment', () => {
  test.each([
    [{ sender: '+97231234567', staffTemplate: 'HX1' }, 'a@b.example', ['whatsapp', 'email']],
    [{ sender: '+97231234567', staffTemplate: 'HX1' }, undefined, ['whatsapp']],
    [{ sender: '+97231234567', staffTemplate: undefined }, 'a@b.example', ['email']],
    [{ sender: undefined, staffTemplate: 'HX1' }, undefined, []],
  ])('with %o and the sender %s of mails tells the office by %o', (whatsapp, mailFrom, ways) => {
    expect(waysOf({ whatsapp, mailFrom })).toEqual(ways);
  });
});

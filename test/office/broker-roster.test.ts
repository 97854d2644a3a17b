import { expect, test } from 'vitest';
import type { Lead } from '#shared/domain/office/lead.ts';
import type { Task } from '#shared/domain/office/task.ts';
import type { Viewing } from '#shared/domain/office/viewing.ts';
import { withFacts, withoutPerson } from '#shared/office/broker-roster.ts';
import { handOn } from '#shared/office/succession.ts';
import { person } from './people-of.ts';

const owner = person(1, { role: 'owner', email: 'one@example.com' });
const broker = person(2, { name: 'דנה לוי', deals: ['rent'] });
const all = [owner, broker];

test('a person joins with a phone and a name, and the same phone again changes their facts alone', () => {
  const joined = withFacts(all, { phone: '+972500000009', name: 'יוסי' }, 5);
  expect(joined).toMatchObject({ role: 'broker', areas: [], active: true, created_at: 5 });
  expect(withFacts(all, { phone: '+972500000009', name: 'אחר' }, 6).id).toBe(joined.id);
  const changed = withFacts(all, { phone: broker.phone, areas: ['רמת גן'] }, 7);
  expect(changed).toEqual({ ...broker, areas: ['רמת גן'], email: undefined, updated_at: 7 });
});

test('a person who left comes back with their id', () => {
  const left = withoutPerson(all, 'דנה לוי', 3);
  expect(left).toMatchObject({ id: 'p2', active: false });
  expect(withFacts([owner, left], { phone: broker.phone }, 4)).toMatchObject({
    id: 'p2',
    name: 'דנה לוי',
    active: true,
  });
});

test.each([
  ['needs a name', { phone: '+972500000009' }, 'A new person needs a name.'],
  [
    'shares no e-mail address',
    { phone: '+972500000009', name: 'א', email: 'one@example.com' },
    'has this e-mail address already',
  ],
  [
    'stays an owner while there is no other',
    { phone: owner.phone, role: 'broker' as const },
    'is the last owner',
  ],
])('a person %s', (_, facts, words) => {
  expect(() => withFacts(all, facts, 1)).toThrow(words);
});

test('the last owner does not leave, nor does somebody who is not there', () => {
  expect(() => withoutPerson(all, owner.phone, 1)).toThrow('is the last owner');
  expect(() => withoutPerson(all, 'משה', 1)).toThrow('The office has no "משה".');
  expect(() => withoutPerson([...all, { ...broker, id: 'p8' }], 'דנה לוי', 1)).toThrow(
    'Several people',
  );
});

test('the open leads and tasks of a person who left go to the others, and only theirs', async () => {
  const lead = (contact: string, change: Partial<Lead> = {}): Lead => ({
    contact,
    assigned_to: 'p2',
    source: 'phone',
    created_at: 1,
    updated_at: 1,
    ...change,
  });
  const leads = [lead('+1'), lead('+2', { stage: 'won' }), lead('+3', { assigned_to: 'p1' })];
  const theirs: Viewing = {
    id: 'TA-101#2026-12-01T10:00',
    contact: '+1',
    listing_id: 'TA-101',
    broker_id: 'p2',
    at: 20,
    status: 'booked',
    source_id: 'CA1',
    created_at: 1,
  };
  const others: Viewing = { ...theirs, broker_id: 'p1', source_id: 'CA2' };
  const cancelled: Viewing = { ...theirs, status: 'cancelled', source_id: 'CA3' };
  const given: unknown[] = [];
  const parts = {
    crm: { leads: async () => leads, viewingsBetween: async () => [theirs, others, cancelled] },
    leads: {
      assign: async (contact: string, change: object) => given.push([contact, change]) > 0,
    },
    tasks: {
      allOpen: async () => [{ id: 't1', assigned_to: 'p2', contact: '+1' } as Task],
      assign: async ({ id }: Pick<Task, 'id'>, to: string) => given.push([id, to]) > 0,
      open: async ({ id, kind, contact, assigned_to }: Task) => {
        given.push([id, kind, contact, assigned_to]);
      },
    },
  };
  expect(await handOn(parts, broker, { people: [owner], at: 9 })).toEqual({
    leads: 1,
    tasks: 1,
    viewings: 1,
  });
  expect(given).toEqual([
    ['+1', { to: 'p1', from: 'p2' }],
    ['t1', 'p1'],
    // Another person must show the home.
    ['viewing-left-CA1', 'viewing', '+1', 'p1'],
  ]);
  expect(await handOn(parts, broker, { people: [], at: 9 })).toEqual({
    leads: 0,
    tasks: 0,
    viewings: 1,
  });
});

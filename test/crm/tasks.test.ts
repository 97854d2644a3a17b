import { GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import { firstToldAt } from '#shared/domain/office/next-telling.ts';
import type { Task } from '#shared/domain/office/task.ts';
import { VendorFailed } from '#shared/errors.ts';
import { type CrmStore, NOW, openCrmStore } from './crm-store.ts';

const CONTACT = '+972501234567';
const HOUR_MS = 3_600_000;

let crm: CrmStore;
let tasks: CrmStore['tasks'];
beforeAll(async () => {
  crm = await openCrmStore();
  ({ tasks } = crm);
});
afterAll(() => crm[Symbol.asyncDispose]());

let count = 0;
/** Returns a task that no other test has. */
const newTask = (fields: Partial<Task> = {}): Task => ({
  id: `task-${count++}`,
  kind: 'call_back',
  contact: CONTACT,
  due_at: NOW + count,
  state: 'open',
  channel: 'phone',
  created_at: NOW + count,
  updated_at: NOW + count,
  ...fields,
});

describe('a task', () => {
  test('is opened once, whatever repeats its deed', async () => {
    const task = newTask({ words: 'מחיר' });
    await tasks.open(task);
    await tasks.open({ ...task, words: 'אחר' });
    expect(await tasks.find(task.id)).toEqual({ ...task, tell_at: firstToldAt(task) });
  });

  test('is not opened again by its deed once it is done', async () => {
    const task = newTask();
    await tasks.open(task);
    expect(await tasks.done(task.id, 'office', NOW + HOUR_MS)).toBe(true);
    await tasks.open(task);
    expect(await tasks.find(task.id)).toEqual({
      ...task,
      state: 'done',
      done_at: NOW + HOUR_MS,
      done_by: 'office',
      updated_at: NOW + HOUR_MS,
    });
  });

  test('that is changed still stands when it is due', async () => {
    const kept = dynamoTasks(Object.assign(crm.db, { retentionDays: 14 }));
    const due_at = Date.now() + 30 * 24 * HOUR_MS;
    const { id } = newTask();
    await kept.open(newTask({ id, due_at }));
    await kept.revise(id, { due_at, name: 'דנה' }, Date.now());
    const { Item = {} } = await crm.db.send(new GetCommand({ TableName: 'tasks', Key: { id } }));
    expect(Number(Item['expires_at']) * 1_000).toBeGreaterThan(due_at);
    await tasks.done(id, 'office', Date.now());
    Object.assign(crm.db, { retentionDays: undefined });
  });

  test('is done once, by the first who says so', async () => {
    const task = newTask();
    await tasks.open(task);
    const done = await Promise.all(['dana', 'yossi'].map((by) => tasks.done(task.id, by, NOW)));
    expect(done.filter(Boolean)).toHaveLength(1);
    expect(await tasks.done('nothing', 'office', NOW)).toBe(false);
  });

  test('is revised and given to a broker only while it is open', async () => {
    const task = newTask();
    await tasks.open(task);
    expect(await tasks.revise(task.id, { words: 'נזילה', due_at: NOW + 9 }, NOW + 5)).toBe(true);
    expect(await tasks.assign(task, 'dana', NOW + 6)).toBe(true);
    const changed = { words: 'נזילה', due_at: NOW + 9, assigned_to: 'dana', updated_at: NOW + 6 };
    expect(await tasks.find(task.id)).toEqual({ ...task, tell_at: firstToldAt(task), ...changed });
    await tasks.done(task.id, 'dana', NOW + 7);
    expect(await tasks.revise(task.id, { words: 'אחר' }, NOW + 8)).toBe(false);
    expect(await tasks.assign(task, 'yossi', NOW + 8)).toBe(false);
    expect(await tasks.revise('nothing', { words: 'אחר' }, NOW)).toBe(false);
  });

  test('of a contact is found also when it is done, the oldest first', async () => {
    const contact = '+972521112233';
    const [first, second] = [newTask({ contact }), newTask({ contact })];
    for (const task of [second, first]) await tasks.open(task);
    await tasks.done(first.id, 'office', NOW);
    const found = await tasks.ofContact(contact);
    expect(found.map(({ id, state }) => [id, state])).toEqual([
      [first.id, 'done'],
      [second.id, 'open'],
    ]);
  });

  test('of a withheld number is open without a contact', async () => {
    const task = newTask({ contact: undefined, phone: '+972523334455' });
    await tasks.open(task);
    const { contact: _, ...stored } = task;
    expect(await tasks.find(task.id)).toEqual({ ...stored, tell_at: firstToldAt(task) });
  });
});

test('the open tasks come earliest due first, page after page, without the done ones', async () => {
  const words = 'א'.repeat(30_000);
  const many = Array.from({ length: 45 }, (_, hour) =>
    newTask({ due_at: NOW - hour * HOUR_MS, words }),
  );
  for (const task of many) await tasks.open(task);
  await tasks.done(many[3]?.id ?? '', 'office', NOW);
  const open = await tasks.allOpen();
  const dues = open.map(({ due_at }) => due_at);
  expect(dues).toEqual(dues.toSorted((a, b) => a - b));
  const expected = new Set(many.filter((_, index) => index !== 3).map(({ id }) => id));
  expect(open.filter(({ id }) => expected.has(id))).toHaveLength(44);
  expect(open.map(({ id }) => id)).not.toContain(many[3]?.id);
});

test('a done task leaves the index of open ones', async () => {
  const task = newTask();
  await tasks.open(task);
  await tasks.done(task.id, 'office', NOW);
  const { Items = [] } = await crm.db.send(new ScanCommand({ TableName: 'tasks' }));
  expect(Items.find(({ id }) => id === task.id)).not.toHaveProperty('open');
});

test('a store that is down makes every use of tasks fail', async () => {
  await crm.setFault('down');
  try {
    const uses = [
      () => tasks.open(newTask()),
      () => tasks.find('task'),
      () => tasks.revise('task', {}, NOW),
      () => tasks.allOpen(),
      () => tasks.ofContact(CONTACT),
      () => tasks.done('task', 'office', NOW),
      () => tasks.assign({ id: 'task', due_at: NOW }, 'dana', NOW),
    ];
    for (const use of uses) await expect(use()).rejects.toThrow(VendorFailed);
  } finally {
    await crm.setFault('none');
  }
});

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { dynamoAlerts } from '#shared/adapters/dynamo/alerts.ts';
import { dynamoStaffMessages } from '#shared/adapters/dynamo/staff-messages.ts';
import { dynamoTellings } from '#shared/adapters/dynamo/tellings.ts';
import { viewingDays } from '#shared/adapters/dynamo/viewing-days.ts';
import type { StaffRequest } from '#shared/domain/office/staff-request.ts';
import type { Task } from '#shared/domain/office/task.ts';
import { viewingId } from '#shared/domain/office/viewing.ts';
import { answerStaff, type StaffChannelParts } from '#shared/telling/staff-channel.ts';
import { type CrmStore, NOW, openCrmStore } from '../crm/crm-store.ts';
import { officeOf } from './office-of.ts';
import { person } from './people-of.ts';

const owner = person(1, { role: 'owner' });
const dana = person(2, { name: 'דנה' });
const yossi = person(3, { name: 'יוסי' });
const ruth = person(4, { name: 'רות', role: 'assistant' });
const CONTACT = '+972501234567';
const SID = `SM${'1'.repeat(32)}`;

let crm: CrmStore;
beforeEach(async () => {
  crm = await openCrmStore();
});
afterEach(() => crm[Symbol.asyncDispose]());

function parts(): StaffChannelParts {
  return {
    days: viewingDays(crm.db),
    listings: crm.listings,
    leads: crm.leads,
    tasks: crm.tasks,
    viewings: crm.viewings,
    office: officeOf(),
    alerts: dynamoAlerts(crm.db),
    messages: dynamoStaffMessages(crm.db),
    tellings: dynamoTellings(crm.db),
  };
}
const ask = (who: typeof dana, request: StaffRequest, repliedTo?: string) =>
  answerStaff(parts(), who, request, repliedTo);

const owe = (id: string, change: Partial<Task> = {}) =>
  crm.tasks.open({
    id,
    kind: 'call_back',
    contact: CONTACT,
    words: `עניין ${id}`,
    due_at: Date.now(),
    state: 'open',
    channel: 'phone',
    created_at: Date.now(),
    updated_at: Date.now(),
    ...change,
  });
/** Tells a person of tasks in one message. */
async function tell(to: typeof dana, tasks: readonly string[]) {
  const messages = dynamoStaffMessages(crm.db);
  const at = Date.now();
  const message = { id: `tell-${to.id}`, broker_id: to.id, way: 'whatsapp', to: to.phone } as const;
  const lease = { at, until: at + 1 };
  await messages.claim({ ...message, tasks, text: 'משימות', at }, lease);
  await messages.settle(message, lease, { sid: SID });
}
const state = async (id: string) => (await crm.tasks.find(id))?.state;

describe('the day that a person of the office asks for', () => {
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    await owe('mine', { assigned_to: dana.id });
    await owe('theirs', { assigned_to: yossi.id });
    await owe('nobody');
    for (const [index, broker_id] of [dana.id, yossi.id].entries()) {
      const listing_id = `TA-10${index + 1}`;
      const at = NOW + 2 * 3_600_000;
      await crm.viewings.book({
        id: viewingId(listing_id, at),
        contact: `+97252000000${index + 1}`,
        listing_id,
        broker_id,
        at,
        status: 'booked',
        source_id: `CA${index}`,
        created_at: NOW,
      });
    }
  });
  afterEach(() => void vi.useRealTimers());

  test.each([
    ['a broker', dana],
    ['an assistant', ruth],
  ])('has their own customers and nobody’s, for %s', async (_, who) => {
    const day = await ask(who, { kind: 'today' });
    expect(day).not.toMatch(/עניין theirs|0520000002/);
    expect(day).toContain('עניין nobody');
    expect(day.includes('עניין mine')).toBe(who === dana);
    expect(day.includes('0520000001')).toBe(who === dana);
  });

  test('has everybody’s customers for an owner', async () => {
    const day = await ask(owner, { kind: 'today' });
    for (const one of ['עניין mine', 'עניין theirs', 'עניין nobody', '0520000001', '0520000002']) {
      expect(day).toContain(one);
    }
  });
});

describe('a person of the office who answers a message', () => {
  test('takes its tasks up, and hears that somebody else was faster', async () => {
    await owe('one');
    await tell(dana, ['one']);
    expect(await ask(dana, { kind: 'take' }, SID)).toContain('רשמתי שזה אצלך');
    expect(await crm.tasks.find('one')).toMatchObject({ taken_by: dana.id });
    await dynamoTellings(crm.db).take({ id: 'one', due_at: 0 }, yossi.id, Date.now());
    expect(await crm.tasks.find('one')).toMatchObject({ taken_by: dana.id });
  });

  test('does nothing to the tasks of a message that went to another person', async () => {
    await owe('one');
    await tell(dana, ['one']);
    expect(await ask(yossi, { kind: 'done', number: undefined }, SID)).toContain('לא מצאתי');
    expect(await state('one')).toBe('open');
  });

  test.each([{ kind: 'take' as const }, { kind: 'done' as const, number: undefined }])(
    'does nothing where the message is unknown, and says so: %o',
    async (request) => {
      await owe('one', {
        told: [{ id: `tell-${dana.id}`, broker: dana.id, way: 'whatsapp', at: 1 }],
      });
      await tell(dana, ['one']);
      const unknown = `SM${'2'.repeat(32)}`;
      expect(await ask(dana, request, unknown)).toContain('לא מצאתי את ההודעה');
      const task = await crm.tasks.find('one');
      expect([task?.state, task?.taken_by]).toEqual(['open', undefined]);
    },
  );

  test('marks the task of that number done, also where one before it is gone', async () => {
    await owe('second');
    await owe('third');
    await tell(dana, ['erased', 'second', 'third']);
    expect(await ask(dana, { kind: 'done', number: 2 }, SID)).toContain('עניין second');
    expect([await state('second'), await state('third')]).toEqual(['done', 'open']);
  });

  test.each([0, 4])('is told that there is no task of number %i', async (number) => {
    await Promise.all(['one', 'two', 'three'].map((id) => owe(id)));
    await tell(dana, ['one', 'two', 'three']);
    expect(await ask(dana, { kind: 'done', number }, SID)).toContain('לא מצאתי');
    expect(await crm.tasks.allOpen()).toHaveLength(3);
  });
});

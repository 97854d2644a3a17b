import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { dynamoAlerts } from '#shared/adapters/dynamo/alerts.ts';
import { dynamoStaffMessages } from '#shared/adapters/dynamo/staff-messages.ts';
import { dynamoTellings } from '#shared/adapters/dynamo/tellings.ts';
import { viewingDays } from '#shared/adapters/dynamo/viewing-days.ts';
import { fromOfficeTime } from '#shared/domain/office/office-day.ts';
import type { StaffRequest } from '#shared/domain/office/staff-request.ts';
import type { Task } from '#shared/domain/office/task.ts';
import { answerStaff } from '#shared/telling/staff-channel.ts';
import { type CrmStore, openCrmStore } from '../crm/crm-store.ts';
import { silenceLog } from '../doors/log.ts';
import { officeOf } from './office-of.ts';
import { person } from './people-of.ts';

const dana = person(2, { name: 'דנה' });
const MESSAGE_SID = `SM${'1'.repeat(32)}`;
const MINUTE_MS = 60_000;
/** A Thursday on which the office opens at nine, and the night before. */
const [NIGHT, OPENING] = ['2090-11-22T23:30', '2090-11-23T09:00'].map(
  (time) => fromOfficeTime(time) ?? 0,
) as [number, number];

let crm: CrmStore;
let log: readonly string[];
beforeEach(async () => {
  crm = await openCrmStore();
  log = silenceLog();
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await crm[Symbol.asyncDispose]();
});

/** Opens a task and tells a person of it; then they answer at a moment. */
async function answerAt(at: number, request: StaffRequest, change: Partial<Task> = {}) {
  const created = { created_at: NIGHT, updated_at: NIGHT, due_at: OPENING, ...change };
  const task = { id: 'SM1-owner', kind: 'owner_lead', state: 'open', channel: 'whatsapp' } as const;
  await crm.tasks.open({ ...task, ...created });
  const messages = dynamoStaffMessages(crm.db);
  const words = { to: dana.phone, tasks: [task.id], text: 'בעל נכס חדש' };
  const message = {
    id: 'tell-1',
    broker_id: dana.id,
    way: 'whatsapp',
    at: NIGHT,
    ...words,
  } as const;
  const lease = { at: NIGHT, until: NIGHT + MINUTE_MS };
  await messages.claim(message, lease);
  await messages.settle(message, lease, { sid: MESSAGE_SID });
  vi.useFakeTimers({ toFake: ['Date'], now: at });
  const parts = {
    ...crm,
    days: viewingDays(crm.db),
    messages,
    tellings: dynamoTellings(crm.db),
    office: officeOf(),
    alerts: dynamoAlerts(crm.db),
  };
  await answerStaff(parts, dana, request, MESSAGE_SID);
  await answerStaff(parts, dana, request, MESSAGE_SID);
}

const waits = () =>
  log.flatMap((line) => {
    const { TimeToHumanMs: ms, reason } = JSON.parse(line);
    return ms === undefined ? [] : [[reason, ms]];
  });

const take = { kind: 'take' } as const;
const done = { kind: 'done', number: undefined } as const;

test.each([
  ['takes it up', take],
  ['marks it done without taking it up', done],
])(
  'the wait for a person who %s in the morning begins at the opening, and is noted once',
  async (_, request) => {
    await answerAt(OPENING + 4 * MINUTE_MS, request);
    expect(waits()).toEqual([['owner_lead', 4 * MINUTE_MS]]);
  },
);

test('the wait for a person begins with an urgent task, also at night', async () => {
  await answerAt(NIGHT + 3 * MINUTE_MS, take, { urgent: true });
  expect(waits()).toEqual([['owner_lead', 3 * MINUTE_MS]]);
});

test('a person who answers before the opening did not make anybody wait', async () => {
  await answerAt(NIGHT + MINUTE_MS, take);
  expect(waits()).toEqual([['owner_lead', 0]]);
});

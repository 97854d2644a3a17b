import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { dynamoUsage } from '#shared/adapters/dynamo/usage.ts';
import { ceilings } from '#shared/domain/office/ceilings.ts';
import {
  allowanceOfCall,
  contactAllowance,
  countCallEnd,
  officeAllowance,
} from '#shared/office/usage-reading.ts';
import { type CrmStore, openCrmStore } from '../crm/crm-store.ts';
import { silenceLog } from '../doors/log.ts';
import { newSid } from '../twilio-requests.ts';
import { officeOf } from './office-of.ts';

/** Requests under way at once. */
const AT_ONCE = 3;
/** A store in trouble that still answers. */
const SLOW_MS = 200;

/** A fiftieth of every office's ceilings, so that a flood is over soon. */
const most = {
  contact: { ...ceilings.contact, callsADay: 1, messagesADay: 4 },
  office: { callsADay: 20, minutesADay: 50, messagesADay: 100 },
};

const log = silenceLog();
const secrets = {
  twilio: async () => ({
    twilioAuthToken: 'a token for tests',
    streamTokenKey: 'a key for tests!',
  }),
};
const office = officeOf({ ceilings: most });
let crm: CrmStore;
beforeAll(async () => {
  crm = await openCrmStore();
});
afterAll(() => crm[Symbol.asyncDispose]());

/** Each test has a day of its own. */
let startedAt = Date.parse('2090-01-01T10:00:00Z');
beforeEach(() => {
  startedAt += 24 * 3_600_000;
});

const [stranger, customer] = ['+972501111111', '+972502222222'];
const partsOf = (db: CrmStore['db']) => ({ usage: dynamoUsage(db, secrets), office });
const callOf = (contact: string | undefined) => ({ callSid: newSid('CA'), contact, startedAt });

/** Has a caller call, talk for a second and hang up. Returns the answers. */
async function call(contact: string | undefined, times: number) {
  const parts = partsOf(crm.db);
  const answers: string[] = [];
  const once = async () => {
    const one = callOf(contact);
    const allowance = await allowanceOfCall(parts, one);
    const isRefused = allowance?.answer !== 'agent';
    await countCallEnd(parts.usage, { ...one, isRefused }, 1);
    answers.push(allowance?.answer ?? 'not counted');
  };
  for (let left = times; left > 0; left -= AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(left, AT_ONCE) }, once));
  }
  return Object.fromEntries(
    [...Map.groupBy(answers, (answer) => answer)].map(([answer, { length }]) => [answer, length]),
  );
}

/** A store whose next write of the office's row fails. */
function failingOnce() {
  const db = localDynamoDb(crm.endpoint);
  const send = db.send.bind(db);
  let hasFailed = false;
  db.send = (async (command: Parameters<typeof send>[0]) => {
    if (!hasFailed && JSON.stringify(command.input).includes('#office')) {
      hasFailed = true;
      throw new Error('away');
    }
    return send(command);
  }) as typeof db.send;
  return db;
}

/** Has a contact write. Returns the last verdict. */
async function write(contact: string, times: number) {
  const parts = partsOf(crm.db);
  const message = { contact, text: 'שלום', words: undefined, at: startedAt };
  const once = async () => {
    const own = await contactAllowance(parts, message);
    return own === 'agent' ? officeAllowance(parts, startedAt) : own;
  };
  for (let left = times - 1; left > 0; left -= AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(left, AT_ONCE) }, once));
  }
  return once();
}

describe('one contact', () => {
  test('who calls more often than the whole office may leaves its day to the others', async () => {
    const { callsADay } = most.contact;
    const calls = most.office.callsADay + 1;
    expect(await call(stranger, calls)).toEqual({
      agent: callsADay,
      voicemail: 2 * callsADay,
      busy: calls - 3 * callsADay,
    });
    expect(await call(customer, 1)).toEqual({ agent: 1 });
    expect(await partsOf(crm.db).usage.addToOffice({ calls: 0 }, startedAt)).toEqual({
      calls: callsADay + 1,
      seconds: callsADay + 1,
      messages: 0,
    });
  });

  test('who writes more messages than the whole office may leaves its day to the others', async () => {
    expect(await write(stranger, most.office.messagesADay + 1)).toBe('contact-day');
    expect(await write(customer, 1)).toBe('agent');
  });
});

test('the minutes of a call reach the office’s day though its row is not written at once', async () => {
  const { usage } = partsOf(crm.db);
  const one = callOf(customer);
  await usage.callStarted(one);
  const db = failingOnce();
  await countCallEnd(partsOf(db).usage, { ...one, isRefused: false }, 90);
  db.destroy();
  // Twilio repeats its callback: the call is counted by now.
  await countCallEnd(usage, { ...one, isRefused: false }, 90);
  expect(await usage.addToOffice({ calls: 0 }, startedAt)).toMatchObject({ seconds: 90 });
});

test('callers without a number use up a fifth of the office’s day, and callers with one still reach the agent', async () => {
  const share = most.office.callsADay / 5;
  expect(await call(undefined, share + 2)).toEqual({ agent: share, voicemail: 2 });
  expect(await call(customer, 1)).toEqual({ agent: 1 });
});

test('a store that takes 200 ms for each write still stops a caller and a writer beyond a ceiling', async () => {
  const slow = localDynamoDb(crm.endpoint);
  const send = slow.send.bind(slow);
  slow.send = (async (command: Parameters<typeof send>[0]) => {
    await sleep(SLOW_MS);
    return send(command);
  }) as typeof slow.send;
  const none = { ...most.office, callsADay: 0, messagesADay: 0 };
  const parts = { ...partsOf(slow), office: officeOf({ ceilings: { ...most, office: none } }) };
  const one = callOf(customer);
  const message = { contact: customer, text: 'שלום', words: 'שלום', at: startedAt };
  const before = log.length;
  // The webhook comes twice, so that the second reads what the first has counted.
  for (const _ of [1, 2]) {
    expect(await allowanceOfCall(parts, one)).toEqual({
      answer: 'voicemail',
      reason: 'office-day',
    });
  }
  expect(await contactAllowance(parts, message)).toBe('agent');
  expect(await officeAllowance(parts, startedAt)).toBe('office-messages');
  slow.destroy();
  expect(log.slice(before)).toEqual([]);
});

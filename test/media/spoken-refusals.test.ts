import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { spokenRefusals } from '#media-service/stream/spoken-refusals.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { type CrmStore, openCrmStore } from '../crm/crm-store.ts';
import { peopleOf, person } from '../office/people-of.ts';
import { newSid } from '../twilio-requests.ts';

const NOW = 1_700_000_000_000;
const contact = '+972502000000';
const dana = person(2);

let crm: CrmStore;
let callSid: string;
beforeEach(async () => {
  crm = await openCrmStore();
  callSid = newSid('CA');
});
afterEach(() => crm[Symbol.asyncDispose]());

const yes = { to: 'messages', at: NOW + 9, channel: 'phone', source_id: 'CA1-001-0003' } as const;

/** Says words in the second turn of a call from a number, and waits for the writes. */
async function say(words: string, from: string) {
  const calls = dynamoCallLogs(crm.db);
  await calls.open({ callSid, from, to: '+97233000000', status: 'in_progress' }, NOW);
  const writes: Promise<void>[] = [];
  const queue = { write: (work: () => Promise<void>) => void writes.push(work()) };
  const stores = { calls, leads: crm.leads, brokers: peopleOf(dana) };
  spokenRefusals(stores, { callSid, gen: 1 }, queue)(2, words, NOW + 5);
  await Promise.all(writes);
}

describe('a caller', () => {
  test('who surely refuses messages is opted out, with the turn that holds the words', async () => {
    await say('די, אל תשלחו לי יותר הודעות', contact);
    expect(await crm.leads.find(contact)).toMatchObject({
      opted_out_at: NOW + 5,
      opted_out_channel: 'phone',
      opted_out_id: `${callSid}-001-0002`,
    });
    expect(await crm.leads.agree(contact, yes)).toBe(false);
  });

  test.each(['תפסיקו רגע', 'די', 'אל תשלחו לי דירות בלי מעלית', 'לא רוצה קומה ראשונה'])(
    'who says %j is not opted out',
    async (words) => {
      await say(words, contact);
      expect(await crm.leads.isOptedOut(contact)).toBe(false);
    },
  );

  test('who works in the office is not opted out', async () => {
    await say('תסירו אותי מהרשימה', dana.phone);
    expect(await crm.leads.isOptedOut(dana.phone)).toBe(false);
    expect(await crm.leads.find(dana.phone)).toBeUndefined();
  });

  test('with a withheld number refuses without a lead', async () => {
    await say('תסירו אותי מהרשימה', '+266696687');
    expect(await crm.leads.find('+266696687')).toBeUndefined();
  });
});

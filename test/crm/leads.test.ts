import { ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openCrm } from '#local/world/crm.ts';
import { dynamoCrm } from '#shared/adapters/dynamo/crm.ts';
import { recall } from '#shared/agent/memory.ts';
import { receivedCall } from '#shared/domain/messages/interaction.ts';
import { VendorFailed } from '#shared/errors.ts';
import { newSid } from '../twilio-requests.ts';
import { type CrmStore, NOW, openCrmStore } from './crm-store.ts';

const onThePhone = { source: 'phone', at: NOW } as const;
const onWhatsApp = { source: 'whatsapp', at: NOW + 1_000 } as const;

let crm: CrmStore;
beforeAll(async () => {
  crm = await openCrmStore();
});
afterAll(() => crm[Symbol.asyncDispose]());

let count = 0;
let contact: string;
beforeEach(() => {
  contact = `+97250${1_000_000 + count++}`;
});

/** A person of the office enters a name. */
const enterName = (name: string) =>
  crm.db.send(
    new UpdateCommand({
      TableName: 'leads',
      Key: { contact },
      UpdateExpression: 'SET #name = :name, human_set = :human_set',
      ExpressionAttributeNames: { '#name': 'name' },
      ExpressionAttributeValues: { ':name': name, ':human_set': ['name'] },
    }),
  );

/** A message that asks for messages again. */
const comeBack = { channel: 'whatsapp', id: 'SM2', words: 'חזור' } as const;
/** A caller's yes to a summary. */
const yes = (at: number) =>
  ({ to: 'messages', at, channel: 'phone', source_id: 'CA1-001-0002', words: 'כן' }) as const;

describe('a lead', () => {
  test('does not exist until something is told', async () => {
    expect(await crm.leads.find(contact)).toBeUndefined();
    await crm.leads.save(contact, {}, onThePhone);
    await crm.leads.save(contact, { name: undefined }, onThePhone);
    expect(await crm.leads.find(contact)).toBeUndefined();
  });

  test('keeps its first source and its last details', async () => {
    await crm.leads.save(contact, { name: 'דנה', city: 'חיפה' }, onThePhone);
    await crm.leads.save(contact, { city: 'תל אביב', deal: 'sale' }, onWhatsApp);
    expect(await crm.leads.find(contact)).toEqual({
      contact,
      name: 'דנה',
      city: 'תל אביב',
      deal: 'sale',
      source: 'phone',
      created_at: NOW,
      updated_at: NOW + 1_000,
    });
  });

  test('is every contact who was in touch, with all that is known of them', async () => {
    await crm.leads.meet(contact, onThePhone);
    const met = { contact, source: 'phone', created_at: NOW, updated_at: NOW };
    expect(await crm.leads.find(contact)).toEqual(met);
    await enterName('דנה לוי');
    await crm.leads.save(contact, { city: 'חיפה' }, onWhatsApp);
    await crm.leads.meet(contact, { source: 'whatsapp', at: NOW + 2_000 });
    expect(await crm.leads.find(contact)).toMatchObject({
      ...met,
      name: 'דנה לוי',
      city: 'חיפה',
      updated_at: NOW + 2_000,
    });
  });

  test('keeps the office’s entries, and takes the rest from agents', async () => {
    await enterName('דנה לוי');
    await crm.leads.save(contact, { name: 'דינה', city: 'חיפה' }, onThePhone);
    await crm.leads.save(contact, { name: 'דינה' }, onThePhone);
    expect(await crm.leads.find(contact)).toMatchObject({ name: 'דנה לוי', city: 'חיפה' });
  });

  test('keeps an entry of the office that comes while agents write', async () => {
    const saves = Array.from({ length: 10 }, (_, index) =>
      crm.leads.save(contact, { name: 'דינה', rooms: index }, onThePhone),
    );
    await Promise.all([...saves.slice(0, 5), enterName('דנה לוי'), ...saves.slice(5)]);
    expect(await crm.leads.find(contact)).toMatchObject({ name: 'דנה לוי' });
  });

  test('moves on with each deed, and never back', async () => {
    const stage = async () => (await crm.leads.find(contact))?.stage;
    await crm.leads.advance(contact, 'reached', onThePhone);
    expect(await stage()).toBe('contacted');
    await crm.leads.advance(contact, 'viewing-booked', onThePhone);
    await crm.leads.advance(contact, 'reached', onWhatsApp);
    expect(await stage()).toBe('viewing');
  });

  test('keeps the stage that a person of the office entered', async () => {
    await crm.leads.meet(contact, onThePhone);
    await crm.db.send(
      new UpdateCommand({
        TableName: 'leads',
        Key: { contact },
        UpdateExpression: 'SET stage = :new, human_set = :human_set',
        ExpressionAttributeValues: { ':new': 'new', ':human_set': ['stage'] },
      }),
    );
    await crm.leads.advance(contact, 'viewing-booked', onThePhone);
    expect(await crm.leads.find(contact)).toMatchObject({ stage: 'new' });
  });

  test('of an owner gathers the facts of their home from several calls', async () => {
    const [street, rooms] = [
      { street: 'כצנלסון', number: '12' },
      { rooms: 4, exclusive: false },
    ];
    await crm.leads.save(contact, { deal: 'sell', property: street }, onThePhone);
    await crm.leads.save(contact, { property: rooms }, onWhatsApp);
    expect(await crm.leads.find(contact)).toMatchObject({
      deal: 'sell',
      property: { ...street, ...rooms },
    });
  });

  test('of an owner of two homes has the last one, and the first in its notes', async () => {
    const [one, other] = [
      { city: 'גבעתיים', street: 'כצנלסון', number: '12', rooms: 4 },
      { city: 'חיפה', street: 'הרצל', number: '5' },
    ];
    await crm.leads.save(contact, { deal: 'sell', notes: 'דחוף', property: one }, onThePhone);
    await crm.leads.save(contact, { property: other }, onWhatsApp);
    expect(await crm.leads.find(contact)).toMatchObject({
      property: other,
      notes: 'דחוף · נכס נוסף: גבעתיים, כצנלסון 12, 4 חדרים',
    });
    expect((await crm.leads.find(contact))?.property).not.toHaveProperty('rooms');
  });

  test('of an owner keeps the earlier homes of its notes, whatever is noted later', async () => {
    const [one, other] = [
      { street: 'כצנלסון', number: '12' },
      { street: 'הרצל', number: '5' },
    ];
    const first = 'נכס נוסף: כצנלסון 12';
    const second = 'נכס נוסף: הרצל 5';
    await crm.leads.save(contact, { deal: 'sell', property: one }, onThePhone);
    await crm.leads.save(contact, { property: other, notes: 'דחוף' }, onThePhone);
    await crm.leads.save(contact, { notes: 'עוברים לחוץ לארץ' }, onWhatsApp);
    expect(await crm.leads.find(contact)).toMatchObject({
      notes: `עוברים לחוץ לארץ · ${first}`,
    });
    // A note that repeats the line, and a third home.
    const third = { street: 'ביאליק', number: '3' };
    await crm.leads.save(contact, { notes: `דחוף · ${first}`, property: third }, onWhatsApp);
    expect(await crm.leads.find(contact)).toMatchObject({ notes: `דחוף · ${first} · ${second}` });
  });

  test('keeps the further numbers that they dictated, each once, the last five', async () => {
    const numbers = Array.from({ length: 6 }, (_, index) => `+97252111223${index}`);
    for (const phone of [...numbers, numbers[5] ?? '', contact]) {
      await crm.leads.addPhone(contact, phone, onThePhone);
    }
    expect((await crm.leads.find(contact))?.phones).toEqual(numbers.slice(1));
  });

  test('is opted out from its word on, until it opts in again', async () => {
    await crm.leads.optOut(contact, NOW);
    const born = { contact, source: 'whatsapp', created_at: NOW };
    expect(await crm.leads.find(contact)).toEqual({ ...born, opted_out_at: NOW, updated_at: NOW });
    await crm.leads.optIn(contact, NOW + 5, comeBack);
    expect(await crm.leads.find(contact)).toEqual({
      ...born,
      consent_at: NOW + 5,
      consent_channel: 'whatsapp',
      consents: [
        { to: 'messages', at: NOW + 5, channel: 'whatsapp', source_id: 'SM2', words: 'חזור' },
      ],
      consents_version: 1,
      updated_at: NOW + 5,
    });
  });

  test('is opted out or in by its last word, in whatever order its words are read', async () => {
    await crm.leads.optIn(contact, NOW + 5, comeBack);
    await crm.leads.optOut(contact, NOW);
    expect(await crm.leads.find(contact)).not.toHaveProperty('opted_out_at');
    await crm.leads.optOut(contact, NOW + 9);
    await crm.leads.optIn(contact, NOW + 7, comeBack);
    expect(await crm.leads.find(contact)).toMatchObject({ opted_out_at: NOW + 9 });
    expect(await crm.leads.find(contact)).not.toHaveProperty('consent_at');
  });

  test('that opted out in writing stays so after a yes on the phone, which anybody may say', async () => {
    await crm.leads.optOut(contact, NOW);
    expect(await crm.leads.agree(contact, yes(NOW + 5))).toBe(false);
    expect(await crm.leads.find(contact)).toMatchObject({ opted_out_at: NOW });
    await crm.leads.optIn(contact, NOW + 6, comeBack);
    expect(await crm.leads.agree(contact, yes(NOW + 7))).toBe(true);
  });

  test('is opted out by a message that is read after a yes on the phone', async () => {
    expect(await crm.leads.agree(contact, yes(NOW + 5))).toBe(true);
    await crm.leads.optOut(contact, NOW);
    expect(await crm.leads.find(contact)).toMatchObject({ opted_out_at: NOW });
    expect(await crm.leads.find(contact)).not.toHaveProperty('consent_at');
  });

  test('keeps where it opted out, and the last of its refusals, until it opts in', async () => {
    await crm.leads.optOut(contact, NOW + 9, { channel: 'phone', id: 'CA1-001-0002' });
    await crm.leads.optOut(contact, NOW, { channel: 'whatsapp', id: 'SM1' });
    expect(await crm.leads.find(contact)).toMatchObject({
      opted_out_at: NOW + 9,
      opted_out_channel: 'phone',
      opted_out_id: 'CA1-001-0002',
      source: 'phone',
    });
    expect(await crm.leads.agree(contact, yes(NOW + 10))).toBe(false);
    await crm.leads.optIn(contact, NOW + 5, comeBack);
    expect(await crm.leads.isOptedOut(contact)).toBe(true);
    await crm.leads.optIn(contact, NOW + 11, comeBack);
    const columns = Object.keys((await crm.leads.find(contact)) ?? {});
    expect(columns.filter((column) => column.startsWith('opted_out'))).toEqual([]);
  });

  test('stays opted out after its lead has gone, and only a hash remembers it', async () => {
    await crm.leads.optOut(contact, NOW);
    await dynamoCrm(crm.db).removeLead(contact);
    expect(await crm.leads.isOptedOut(contact)).toBe(true);
    expect(await crm.leads.agree(contact, yes(NOW + 5))).toBe(false);
    const { Items } = await crm.db.send(new ScanCommand({ TableName: 'opt_outs' }));
    expect(JSON.stringify(Items)).not.toContain(contact.slice(4));
    await crm.leads.optIn(contact, NOW + 9, comeBack);
    await dynamoCrm(crm.db).removeLead(contact);
    expect(await crm.leads.isOptedOut(contact)).toBe(false);
  });

  test('is shown to the office with its viewings', async () => {
    using office = openCrm(crm.endpoint);
    expect(await office.ofContact(contact)).toEqual({
      lead: undefined,
      viewings: [],
      tasks: [],
    });
    await crm.leads.save(contact, { name: 'דנה' }, onThePhone);
    expect(await office.ofContact(contact)).toMatchObject({ lead: { name: 'דנה' }, viewings: [] });
  });
});

describe('the last interactions of a contact', () => {
  const receive = async (at: number, from = contact) => {
    const callSid = newSid('CA');
    await crm.interactions.receive(
      receivedCall({ callSid, from, contact: from, to: '+97233000000', at }),
    );
    return callSid;
  };

  test('come newest first, up to the limit', async () => {
    const sids = [await receive(1_000), await receive(3_000), await receive(2_000)];
    await receive(4_000, '+972529999999');
    const recent = await crm.interactions.recent(contact, 2);
    expect(recent.map(({ external_sid }) => external_sid)).toEqual([sids[1], sids[2]]);
  });

  test('are what the agent remembers of them', async () => {
    const callSid = await receive(1_000);
    const texts = { text: 'שלום', replyText: 'ערב טוב', readAt: 2_000 };
    await crm.interactions.reply({ channel: 'phone', external_sid: callSid }, texts);
    await crm.leads.save(contact, { name: 'דנה' }, onThePhone);
    const memory = await recall({ ...crm, now: () => NOW }, contact, AbortSignal.timeout(5_000));
    expect(memory).toMatchObject({
      lead: { name: 'דנה' },
      viewings: [],
      conversations: [{ text: 'שלום', reply_text: 'ערב טוב' }],
    });
  });
});

describe('a store that is away', () => {
  test('is named as the failure, and does not fail the agent’s memory', async () => {
    await crm.setFault('down');
    try {
      const { leads, viewings, interactions, listings } = crm;
      const asked = [
        leads.find(contact),
        leads.save(contact, { name: 'דנה' }, onThePhone),
        leads.advance(contact, 'reached', onThePhone),
        crm.tasks.ofContact(contact),
        viewings.ofContact(contact, 0),
        viewings.cancel({ id: 'a', contact, source_id: 'b', at: 0 }),
        interactions.recent(contact, 1),
        listings.find('TA-101'),
      ];
      for (const { reason } of (await Promise.allSettled(asked)) as PromiseRejectedResult[]) {
        expect(reason).toBeInstanceOf(VendorFailed);
      }
      expect(await recall(crm, contact, AbortSignal.timeout(5_000))).toEqual({});
    } finally {
      await crm.setFault('none');
    }
  });
});

import { ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import type { DynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { readDossier } from '#shared/crm/dossier.ts';
import { erase } from '#shared/crm/erase.ts';
import { exportContact } from '#shared/crm/export.ts';
import { joinContact } from '#shared/crm/join.ts';
import { toTimeline } from '#shared/crm/timeline.ts';
import { receivedMessage } from '#shared/domain/messages/message.ts';
import { standingConsent } from '#shared/domain/office/consent.ts';
import { personalTables, tables } from '#shared/tables.ts';
import { newSid } from '../twilio-requests.ts';
import { type CrmWorld, openCrmWorld } from './crm-world.ts';

const DANA = '+972501234567';
const OTHER = '+972521112233';
const USER = 'whatsapp:IL.13491208655302741918';
const NOW = Date.now();
const AT = NOW - 3 * 24 * 3_600_000;

let world: CrmWorld;
beforeEach(async () => {
  world = await openCrmWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

const join = (contact = DANA) => joinContact(world.parts, { user: USER, contact }, NOW);
/** A message of the user, as a webhook enters it. */
const write = (text = 'שלום', at = AT) => {
  const messageSid = newSid('SM');
  const message = { messageSid, from: USER, to: 'whatsapp:+97233000001', text };
  world.twilio.messages.set(messageSid, [USER.slice('whatsapp:'.length), '+97233000001']);
  return world.interactions.enter(receivedMessage(message, at, 'the webhook'));
};
/** A viewing that the user booked in a chat. */
const book = () =>
  world.viewings.book({
    id: 'TA-102#2090',
    contact: USER,
    listing_id: 'TA-102',
    at: NOW + 50_000_000,
    status: 'booked',
    source_id: 'SM1-0-1',
    created_at: AT,
  });
const rowsOf = async (name: string) => (await world.everything()).rows[name] ?? [];
const contactsOf = async (name: string) =>
  new Set((await rowsOf(name)).map(({ contact }) => contact).filter(Boolean));

describe('a WhatsApp user who is joined to a number', () => {
  test('is that contact: messages, viewings and facts are found under the number', async () => {
    await world.leads.save(DANA, { name: 'דנה לוי' }, { source: 'phone', at: AT });
    await write();
    const wish = { name: 'דנה', deal: 'rent', city: 'חיפה' } as const;
    await world.leads.save(USER, wish, { source: 'whatsapp', at: AT - 5 });
    await book();
    expect(await join()).toMatchObject({ interactions: 1, viewings: 1 });

    const dossier = await readDossier(world.parts, DANA);
    expect(dossier.interactions).toMatchObject([{ contact: DANA, from_id: USER, text: 'שלום' }]);
    expect(dossier.viewings).toMatchObject([{ contact: DANA, listing_id: 'TA-102' }]);
    expect(dossier.lead).toMatchObject({
      ...wish,
      contact: DANA,
      name: 'דנה לוי',
      joined: [USER],
      source: 'whatsapp',
      created_at: AT - 5,
    });
    expect(await world.leads.find(USER)).toEqual(dossier.lead);
    expect(await readDossier(world.parts, USER)).toEqual({ ...dossier });
    expect((await world.crm.leads()).map(({ contact }) => contact)).toEqual([DANA]);
  });

  test('writes as that contact from then on, and is answered where they wrote', async () => {
    await write();
    await join();
    expect(await write('עוד משהו', NOW)).toMatchObject({ contact: DANA, from_id: USER });
    await world.leads.save(USER, { rooms: 3 }, { source: 'whatsapp', at: NOW + 1 });
    await world.leads.hint(USER, 'דנה 🌸');
    expect(await world.leads.find(DANA)).toMatchObject({ rooms: 3, profile_name: 'דנה 🌸' });
    const row = (await rowsOf('leads')).find(({ contact }) => contact === USER);
    expect(Object.keys(row ?? {}).sort()).toEqual(
      ['contact', 'created_at', 'joined_to', 'source', 'updated_at'].sort(),
    );
  });

  test('keeps what the number’s contact said, and a wish as a whole', async () => {
    const [ours, theirs] = [
      { deal: 'sale', budget_ils: 2_000_000, notes: 'עם מרפסת' },
      { deal: 'rent', city: 'חיפה', notes: 'יש כלב' },
    ] as const;
    await world.leads.save(DANA, ours, { source: 'phone', at: AT });
    await world.leads.save(USER, theirs, { source: 'whatsapp', at: AT + 1 });
    await join();
    await join();
    const lead = await world.leads.find(DANA);
    expect(lead).toMatchObject({ ...ours, notes: 'עם מרפסת · יש כלב' });
    expect(lead).not.toHaveProperty('city');
  });

  test.each([
    ['the user', USER],
    ['the number', DANA],
  ])('gets no messages if %s refused them, and no evidence is lost', async (_, refuser) => {
    for (const [address, to] of [
      [USER, 'alerts'],
      [DANA, 'messages'],
    ] as const) {
      const given = {
        to,
        at: AT,
        channel: 'whatsapp',
        source_id: `SM-${to}`,
        words: 'כן',
      } as const;
      await world.leads.agree(address, given);
    }
    await world.leads.optOut(refuser, AT + 5, { channel: 'whatsapp', id: 'SM9' });
    await join();
    for (const address of [USER, DANA]) expect(await world.leads.isOptedOut(address)).toBe(true);
    const { consents, ...lead } = (await world.leads.find(DANA)) ?? {};
    expect(lead).not.toHaveProperty('consent_at');
    expect(consents).toHaveLength(2);
    for (const to of ['alerts', 'messages'] as const) {
      expect(standingConsent(consents, to)).toBeUndefined();
    }
  });

  test('refuses and comes back for both addresses, also once the lead is gone', async () => {
    await write();
    await join();
    await world.leads.optOut(USER, NOW);
    await erase(world.parts, DANA, NOW);
    for (const address of [USER, DANA]) expect(await world.leads.isOptedOut(address)).toBe(true);
  });

  test('is erased with the number, whichever of the two is named, here and at Twilio', async () => {
    for (const named of [DANA, USER]) {
      await world.live(DANA, AT);
      await write('אני גר ברחוב הרצל');
      await book();
      await world.leads.save(USER, { name: 'דנה' }, { source: 'whatsapp', at: AT });
      await join();
      await write('ועוד הודעה', NOW - 5);
      await erase(world.parts, named, NOW);
      const left = JSON.stringify(await world.everything());
      expect(left).not.toMatch(/972501234567|13491208655302741918|[א-ת]{3}/);
      expect((await world.everything()).twilio).toEqual([]);
    }
  });

  test('is exported with the number', async () => {
    await world.live(DANA, AT);
    await write('אני גר ברחוב הרצל');
    await join();
    const document = await exportContact(world.parts, USER, { withFiles: false, at: NOW });
    expect(document).toMatchObject({ contact: DANA, addresses: [DANA, USER] });
    expect(document.tasks).toMatchObject([{ contact: DANA, words: expect.any(String) }]);
    expect(JSON.stringify(document)).toContain('אני גר ברחוב הרצל');
  });
});

describe('a join in the middle of a write', () => {
  /** The store as a writer sees it who looked the address up just before the join. */
  const joinedMeanwhile = (): DynamoDb => {
    let isJoined = false;
    const send = async (command: UpdateCommand) => {
      if (command instanceof UpdateCommand && !isJoined) {
        isJoined = true;
        await join();
      }
      return world.db.send(command);
    };
    return Object.assign(Object.create(world.db), { send });
  };
  const aliasRow = async () => (await rowsOf('leads')).find(({ contact }) => contact === USER);

  test('leads a refusal to the number, and none stays on the alias', async () => {
    await write();
    await dynamoLeads(joinedMeanwhile()).optOut(USER, NOW, { channel: 'whatsapp', id: 'SM9' });
    for (const address of [USER, DANA]) expect(await world.leads.isOptedOut(address)).toBe(true);
    expect(await world.leads.find(DANA)).toMatchObject({ opted_out_at: NOW, opted_out_id: 'SM9' });
    expect(await aliasRow()).not.toHaveProperty('opted_out_at');
  });

  test('leads a consent and a wish to the number', async () => {
    await write();
    const given = { to: 'alerts', at: NOW, channel: 'whatsapp', source_id: 'SM1' } as const;
    expect(await dynamoLeads(joinedMeanwhile()).agree(USER, given)).toBe(true);
    expect(standingConsent((await world.leads.find(DANA))?.consents, 'alerts')).toBeDefined();
    await world.joins.separate(USER);
    await write('עוד משהו', NOW);
    const origin = { source: 'whatsapp', at: NOW } as const;
    await dynamoLeads(joinedMeanwhile()).save(USER, { city: 'חיפה' }, origin);
    expect(await world.leads.find(DANA)).toMatchObject({ city: 'חיפה' });
    expect(await aliasRow()).not.toHaveProperty('city');
  });

  test('finds no consent where the number refused messages', async () => {
    await write();
    await world.leads.optOut(DANA, NOW - 5);
    const given = { to: 'alerts', at: NOW, channel: 'whatsapp', source_id: 'SM1' } as const;
    expect(await dynamoLeads(joinedMeanwhile()).agree(USER, given)).toBe(false);
  });
});

test('a user who is joined is in one place at a time, whichever address booked', async () => {
  await write();
  await book();
  await join();
  const viewing = {
    id: 'TA-103#2090',
    contact: DANA,
    listing_id: 'TA-103',
    at: NOW + 50_000_000,
    status: 'booked',
    source_id: 'CA1-1',
    created_at: NOW,
  } as const;
  expect(await world.viewings.book(viewing)).toEqual({ refused: 'contact_busy' });
  const days = await rowsOf('days');
  expect(JSON.stringify(days)).not.toContain(USER);
});

describe('a join', () => {
  test('that is interrupted anywhere goes on when it is repeated', async () => {
    for (const broken of ['alias', 'moveRows'] as const) {
      await write(broken);
      const fails = async () => Promise.reject(new Error('killed'));
      const joins = { ...world.joins, [broken]: fails };
      const parts = { ...world.parts, joins };
      await expect(joinContact(parts, { user: USER, contact: DANA }, NOW)).rejects.toThrow(
        'killed',
      );
      await join();
      expect(await contactsOf('interactions'), broken).toEqual(new Set([DANA]));
    }
  });

  test('reaches a row that was written while it ran, once it is repeated', async () => {
    await write();
    await join();
    // A webhook that looked before the join enters its message after it.
    const { interactions } = world;
    const late = { id: 'whatsapp#SM7', channel: 'whatsapp', external_sid: 'SM7' } as const;
    await interactions.receive({
      ...late,
      from_id: USER,
      to_id: 'a',
      contact: USER,
      status: 'received',
      created_at: NOW,
    });
    const { interactions: seen } = await readDossier(world.parts, DANA);
    expect(seen.map(({ external_sid }) => external_sid)).toContain('SM7');
    expect(await join()).toMatchObject({ interactions: 1 });
    expect(await contactsOf('interactions')).toEqual(new Set([DANA]));
  });

  test('changes nothing for a user who never wrote, or who belongs to another contact', async () => {
    expect(await join()).toBe('unknown');
    expect(await rowsOf('leads')).toEqual([]);
    await write();
    await join();
    expect(await join(OTHER)).toBe('joined-elsewhere');
    expect(await world.leads.find(OTHER)).toBeUndefined();
  });

  test('ends for new messages only, and an opt-out stays with both', async () => {
    await write('לפני');
    await join();
    await world.leads.optOut(DANA, NOW);
    expect(await world.joins.separate(USER)).toBe(true);
    expect(await world.joins.separate(USER)).toBe(false);
    expect(await world.leads.find(DANA)).toMatchObject({ joined: [] });
    expect(await write('אחרי', NOW)).toMatchObject({ contact: USER });
    expect((await readDossier(world.parts, DANA)).interactions).toMatchObject([{ text: 'לפני' }]);
    expect(await world.leads.isOptedOut(USER)).toBe(true);
  });

  test('moves the rows of every table that has an index by contact', async () => {
    await write();
    const moved = await join();
    const described = Object.entries(tables) as [
      string,
      { indexes: readonly { name: string }[] },
    ][];
    const byContact = described.filter(([name, { indexes }]) =>
      indexes.some((index) => index.name === 'by_contact' && personalTables.includes(name)),
    );
    expect(Object.keys(moved).sort()).toEqual(byContact.map(([name]) => name).sort());
  });
});

test('a timeline tells when a contact agreed and withdrew, with the evidence', async () => {
  const given = { channel: 'phone', source_id: 'CA1-001-0002', words: 'כן, בבקשה' } as const;
  await world.leads.agree(DANA, { to: 'alerts', at: AT, ...given });
  await world.leads.optOut(DANA, NOW, { channel: 'whatsapp', id: 'SM1' });
  const timeline = toTimeline(await readDossier(world.parts, DANA));
  expect(timeline).toMatchObject([
    { kind: 'consent', at: AT, consent: { to: 'alerts', ...given } },
    { kind: 'withdrawal', at: NOW, consent: { to: 'alerts', withdrawn_by: 'SM1' } },
  ]);
});

test('no address of a contact stands in the hashes that outlive it', async () => {
  await write();
  await world.leads.optOut(USER, NOW);
  await join();
  const { Items } = await world.db.send(new ScanCommand({ TableName: 'opt_outs' }));
  expect(Items).toHaveLength(3);
  expect(JSON.stringify(Items)).not.toMatch(/1349|50123/);
});

test('a chat that waits for its card still waits for it after a join', async () => {
  await write();
  const waiting = { uncarded: 'uncarded', card_at: NOW + 900_000, chat_at: AT };
  await world.db.send(
    new UpdateCommand({
      TableName: 'leads',
      Key: { contact: USER },
      UpdateExpression:
        'SET uncarded = :uncarded, card_at = :card_at, chat_at = :chat_at, updated_at = :chat_at, created_at = :chat_at',
      ExpressionAttributeValues: Object.fromEntries(
        Object.entries(waiting).map(([name, value]) => [`:${name}`, value]),
      ),
    }),
  );
  await join();
  const { Items = [] } = await world.db.send(new ScanCommand({ TableName: 'leads' }));
  expect(Items.find(({ contact }) => contact === DANA)).toMatchObject(waiting);
  expect(Items.find(({ contact }) => contact === USER)).not.toHaveProperty('uncarded');
});

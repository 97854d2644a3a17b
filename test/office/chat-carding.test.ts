import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDynamoDbStandIn } from '#local/aws/dynamodb/dynamodb.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { createOpenAiStandIn } from '#local/openai/server.ts';
import { createPhrasebook } from '#local/phrasebook/phrasebook.ts';
import { answerTo } from '#local/rule-agent/rules.ts';
import { dynamoChatCards } from '#shared/adapters/dynamo/chat-cards.ts';
import { dynamoContactJoins } from '#shared/adapters/dynamo/contact-joins.ts';
import { dynamoCrm } from '#shared/adapters/dynamo/crm.ts';
import { dynamoInteractions } from '#shared/adapters/dynamo/interactions.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoMessageQueues } from '#shared/adapters/dynamo/message-queues.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import type { DynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import { dynamoViewings } from '#shared/adapters/dynamo/viewings.ts';
import { openaiSummarizer } from '#shared/adapters/openai/summarizer.ts';
import { environmentReader } from '#shared/config/environment.ts';
import { readVendors } from '#shared/config/vendors.ts';
import { messageKey, receivedMessage } from '#shared/domain/messages/message.ts';
import { QUIET_MS } from '#shared/domain/messages/waiting-chat.ts';
import { knownOffice } from '#shared/office/known-settings.ts';
import type { Summarizer } from '#shared/ports/cards.ts';
import { type ChatCardingParts, chatCarding } from '#shared/telling/chat-carding.ts';
import { newSid } from '../twilio-requests.ts';
import { peopleOf, person } from './people-of.ts';

const CONTACT = '+972501234567';
const USER = 'whatsapp:IL.13491208655302741918';
const MINUTE_MS = 60_000;
const dana = person(2);
/** A card as a model writes it. */
const WRITTEN = {
  lines: ['מחפשים שלושה חדרים בחיפה', 'נשלחו שתי דירות'],
  outcome: 'request',
  next_step: '',
  mood: 'good',
  promises: [],
};

let openai: Awaited<ReturnType<typeof createOpenAiStandIn>>;
let db: DynamoDb;
let opened: AsyncDisposableStack;
beforeEach(async () => {
  opened = new AsyncDisposableStack();
  const store = opened.use(await createDynamoDbStandIn());
  db = opened.adopt(localDynamoDb(store.endpoint), (client) => client.destroy());
  const latencies = { firstTokenMs: 1 };
  const phrasebook = createPhrasebook();
  openai = opened.use(await createOpenAiStandIn({ answerTo, phrasebook, latencies }));
});
afterEach(() => opened.disposeAsync());

function parts(change: Partial<ChatCardingParts> = {}): ChatCardingParts {
  const env = { OPENAI_BASE_URL: openai.baseUrl };
  return {
    chats: dynamoChatCards(db),
    interactions: dynamoInteractions(db),
    tasks: dynamoTasks(db),
    viewings: dynamoViewings(db),
    leads: dynamoLeads(db),
    brokers: peopleOf(dana),
    office: knownOffice(dynamoOfficeSettings(db)),
    summarizer: openaiSummarizer('stand-in', readVendors(environmentReader(env)).openai),
    ...change,
  };
}
const writing = (change: Partial<typeof WRITTEN> = {}): Summarizer => ({
  ask: async () => ({ ...WRITTEN, ...change }),
});

const BEGAN = Date.now() - 60 * MINUTE_MS;
/** Has a contact write, and the agent answer, so many minutes after the beginning. */
async function write(text: string, minutes = 0, from = CONTACT): Promise<string> {
  const at = BEGAN + minutes * MINUTE_MS;
  const messageSid = newSid('SM');
  const sender = from.startsWith('whatsapp:') ? from : `whatsapp:${from}`;
  const received = { messageSid, from: sender, to: 'whatsapp:+97233000001', text };
  const [interactions, queues] = [dynamoInteractions(db), dynamoMessageQueues(db)];
  const row = await interactions.enter(receivedMessage(received, at, 'the webhook'));
  const contact = row.contact ?? from;
  await queues.join(contact, { messageSid, until: at + 12_000 }, at);
  const answer = { by: 'the webhook', at: at + 2_000, replyText: 'תודה', sendingUntil: at };
  await interactions.settle(row, answer);
  await queues.leave(contact, { messageSid, at });
  return messageSid;
}
/** Sweeps so many minutes after the beginning. */
const sweepAt = (minutes: number, change: Partial<ChatCardingParts> = {}) =>
  chatCarding(parts(change), () => BEGAN + minutes * MINUTE_MS)();
const card = async (contact = CONTACT) => (await dynamoLeads(db).find(contact))?.card;
const promised = async () =>
  (await dynamoTasks(db).ofContact(CONTACT)).filter(({ kind }) => kind === 'promise');

describe('the card of a chat', () => {
  test('is made once nobody wrote for a quarter of an hour, once', async () => {
    await write('אני רוצה למכור את הדירה שלי בחיפה');
    expect(await sweepAt(14)).toBe(0);
    expect(await sweepAt(15)).toBe(1);
    expect(await sweepAt(40)).toBe(0);
    expect(await card()).toMatchObject({
      lines: ['אני רוצה למכור את הדירה שלי בחיפה', expect.any(String)],
      made_by: 'model',
    });
  });

  test('stands at the last message of the chat too', async () => {
    await write('שלום');
    const last = await write('תודה רבה', 3);
    await sweepAt(20);
    const row = await dynamoInteractions(db).find(messageKey(last));
    expect(row?.card).toEqual(await card());
  });

  test('waits for a contact who goes on writing', async () => {
    await write('שלום');
    await write('מחפשת דירה בחיפה', 10);
    expect(await sweepAt(16)).toBe(0);
    expect(await sweepAt(25)).toBe(1);
  });

  test('is made anew of what was written after it, and of nothing before', async () => {
    await write('אני רוצה למכור את הדירה שלי בחיפה');
    await sweepAt(15);
    await write('אפשר לקבוע ביקור מחר?', 30);
    expect(await sweepAt(45)).toBe(1);
    expect((await card())?.lines[0]).toBe('אפשר לקבוע ביקור מחר?');
    const asked = openai.requests.map(({ fields }) => JSON.stringify(fields));
    expect(asked.at(-1)).not.toContain('למכור');
  });

  test('holds a message that comes while the model writes', async () => {
    await write('שלום, מחפשת דירה בחיפה');
    const slow: Summarizer = {
      async ask() {
        await write('עד שבעת אלפים', 16);
        return WRITTEN;
      },
    };
    expect(await sweepAt(16, { summarizer: slow })).toBe(0);
    expect(await card()).toBeUndefined();
    expect(await sweepAt(31, { summarizer: writing() })).toBe(1);
    expect((await dynamoLeads(db).find(CONTACT))?.card_at).toBeUndefined();
  });

  test('is made by one of two sweepers at once', async () => {
    await write('שלום');
    const made = await Promise.all([sweepAt(15), sweepAt(15)]);
    expect(made.toSorted()).toEqual([0, 1]);
  });

  test('is made by another sweeper where the first one died', async () => {
    await write('שלום');
    const died = Promise.withResolvers<never>();
    void sweepAt(15, { chats: { ...dynamoChatCards(db), keep: () => died.promise } });
    await expect
      .poll(async () => (await dynamoLeads(db).find(CONTACT))?.card_at)
      .toBeGreaterThan(BEGAN + QUIET_MS);
    expect(await sweepAt(15)).toBe(0);
    expect(await sweepAt(16)).toBe(1);
  });

  test('is made of the deeds where no model answers', async () => {
    await write('תחזרו אליי');
    const at = BEGAN + 1_000;
    const terms = { due_at: at, created_at: at, updated_at: at, state: 'open' } as const;
    const owed = {
      id: 'SM1-call',
      kind: 'call_back',
      contact: CONTACT,
      channel: 'whatsapp',
    } as const;
    await dynamoTasks(db).open({ ...owed, ...terms });
    openai.faults.set('reply', { kind: 'status', status: 500 });
    expect(await sweepAt(15)).toBe(1);
    expect(await card()).toMatchObject({ outcome: 'callback', made_by: 'deeds' });
  });

  test('opens a task for each promise without a deed, once', async () => {
    await write('שלום');
    const promising = writing({ promises: ['לשלוח תוכניות במייל'] as never[] });
    const chats = dynamoChatCards(db);
    const dies = async () => Promise.reject(new Error('the store is away'));
    await sweepAt(15, { summarizer: promising, chats: { ...chats, end: dies } });
    await sweepAt(16, { summarizer: promising });
    const owed = await promised();
    expect(owed.map(({ words }) => words)).toEqual(['לשלוח תוכניות במייל']);
    // The office is told of what a chat leaves at once.
    expect(owed[0]).toMatchObject({ channel: 'whatsapp', tell_at: owed[0]?.created_at });
  });

  test('is not made for a contact who was erased, nor does the contact come back', async () => {
    await write('שלום');
    const erasing: Summarizer = {
      async ask() {
        await dynamoCrm(db).removeLead(CONTACT);
        return { ...WRITTEN, promises: ['לשלוח תוכניות במייל'] };
      },
    };
    expect(await sweepAt(15, { summarizer: erasing })).toBe(0);
    expect(await promised()).toEqual([]);
    expect(await dynamoLeads(db).find(CONTACT)).toBeUndefined();
    expect(await sweepAt(40)).toBe(0);
  });

  test('is not made of what a person of the office wrote', async () => {
    await write('היום', 0, dana.phone);
    expect(await sweepAt(15)).toBe(0);
    expect(openai.requests).toEqual([]);
  });

  test('goes along with a user who is joined to a number meanwhile', async () => {
    await write('מחפשת דירה בחיפה', 0, USER);
    const joins = dynamoContactJoins(db);
    await joins.alias(USER, CONTACT, Date.now());
    await joins.moveRows(USER, CONTACT);
    expect(await sweepAt(15)).toBe(1);
    expect((await card())?.lines[0]).toBe('מחפשת דירה בחיפה');
    expect(await sweepAt(40)).toBe(0);
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDynamoDbStandIn } from '#local/aws/dynamodb/dynamodb.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { createOpenAiStandIn } from '#local/openai/server.ts';
import { createPhrasebook } from '#local/phrasebook/phrasebook.ts';
import { answerTo } from '#local/rule-agent/rules.ts';
import { dynamoCallCards } from '#shared/adapters/dynamo/call-cards.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallTurns } from '#shared/adapters/dynamo/call-turns.ts';
import { dynamoCrm } from '#shared/adapters/dynamo/crm.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import type { DynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import { dynamoTellings } from '#shared/adapters/dynamo/tellings.ts';
import { dynamoViewings } from '#shared/adapters/dynamo/viewings.ts';
import { openaiSummarizer } from '#shared/adapters/openai/summarizer.ts';
import { environmentReader } from '#shared/config/environment.ts';
import { readVendors } from '#shared/config/vendors.ts';
import type { Task } from '#shared/domain/office/task.ts';
import { knownOffice } from '#shared/office/known-settings.ts';
import type { Summarizer } from '#shared/ports/cards.ts';
import { type CallCardingParts, callCarding } from '#shared/telling/call-carding.ts';
import { peopleOf, person } from './people-of.ts';

const CALL = `CA${'1'.repeat(32)}`;
const CALLER = '+972501234567';
const dana = person(2);
const OWNER = {
  id: `${CALL}-owner`,
  kind: 'owner_lead',
  contact: CALLER,
  words: 'מוכרים נכס: חיפה',
  due_at: Date.now(),
  state: 'open',
  channel: 'phone',
  source_sid: CALL,
  created_at: Date.now(),
  updated_at: Date.now(),
} as const satisfies Task;
/** A card as a model writes it. */
const WRITTEN = {
  lines: ['רוצה למכור', 'סוכן יחזור'],
  outcome: 'owner',
  next_step: 'להתקשר',
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
  openai = opened.use(
    await createOpenAiStandIn({
      answerTo,
      phrasebook: createPhrasebook(),
      latencies: { firstTokenMs: 1 },
    }),
  );
});
afterEach(() => opened.disposeAsync());

function parts(summarizer = model()): CallCardingParts {
  return {
    cards: dynamoCallCards(db),
    turns: dynamoCallTurns(db),
    tasks: dynamoTasks(db),
    viewings: dynamoViewings(db),
    tellings: dynamoTellings(db),
    leads: dynamoLeads(db),
    brokers: peopleOf(dana),
    office: knownOffice(dynamoOfficeSettings(db)),
    summarizer,
  };
}

function model(): Summarizer {
  const env = { OPENAI_BASE_URL: openai.baseUrl };
  return openaiSummarizer('stand-in', readVendors(environmentReader(env)).openai);
}

/** Ends a call in which an owner offered a home. */
async function endCall(from = CALLER): Promise<void> {
  const now = Date.now();
  const calls = dynamoCallLogs(db);
  await calls.open({ callSid: CALL, status: 'in_progress', from, to: '+97231234567' }, now);
  await dynamoCallTurns(db).insert({
    call_sid: CALL,
    id: '001-0001',
    mode: 'live',
    started_at: now,
    user_text: 'אני רוצה למכור את הדירה שלי בחיפה',
    reply_text: 'בשמחה, סוכן יחזור אליכם.',
    heard_text: 'בשמחה, סוכן יחזור אליכם.',
  });
  await dynamoTasks(db).open({ ...OWNER, created_at: now });
  await calls.raise(CALL, { status: 'completed', durationS: 60 }, Date.now());
}
const card = async () => (await dynamoCallLogs(db).find(CALL))?.card;
const sweep = (some?: CallCardingParts) => callCarding(some ?? parts())();

describe('the card of a call', () => {
  test('is asked of the model once the call is over, once', async () => {
    await endCall();
    expect(await sweep()).toBe(1);
    expect(await sweep()).toBe(0);
    expect(await card()).toMatchObject({
      lines: ['אני רוצה למכור את הדירה שלי בחיפה', expect.stringContaining('בעל נכס חדש')],
      outcome: 'owner',
      made_by: 'model',
    });
  });

  test('is made of the deeds where no model answers', async () => {
    await endCall();
    openai.faults.set('reply', { kind: 'status', status: 500 });
    expect(await sweep()).toBe(1);
    expect(await card()).toMatchObject({ outcome: 'owner', made_by: 'deeds' });
  });

  test('is made of the deeds where the model writes something else', async () => {
    await endCall();
    const vague: Summarizer = { ask: async () => ({ lines: [], outcome: 'great' }) };
    await sweep(parts(vague));
    expect(await card()).toMatchObject({ made_by: 'deeds' });
  });

  test('makes the tasks of the call due at once', async () => {
    await endCall();
    const before = (await dynamoTasks(db).find(`${CALL}-owner`))?.tell_at ?? 0;
    await sweep();
    const after = (await dynamoTasks(db).find(`${CALL}-owner`))?.tell_at ?? 0;
    expect(before).toBeGreaterThan(Date.now());
    expect(after).toBeLessThanOrEqual(Date.now());
  });

  test('opens a task for each promise without a deed, due at once', async () => {
    await endCall();
    const promising: Summarizer = {
      ask: async () => ({ ...WRITTEN, promises: ['לשלוח הערכת שווי במייל'] }),
    };
    await sweep(parts(promising));
    const tasks = await dynamoTasks(db).ofSource(CALL);
    expect(tasks.map(({ kind, words }) => [kind, words])).toContainEqual([
      'promise',
      'לשלוח הערכת שווי במייל',
    ]);
    const promise = tasks.find(({ kind }) => kind === 'promise');
    expect(promise?.tell_at).toBeLessThanOrEqual(Date.now());
  });

  test('opens no task for a caller who was erased while the model wrote', async () => {
    await endCall();
    const erased: Summarizer = {
      async ask() {
        await dynamoCrm(db).leaveTombstone(CALL, Date.now());
        return { ...WRITTEN, promises: ['לשלוח הערכת שווי במייל'] };
      },
    };
    expect(await sweep(parts(erased))).toBe(0);
    const tasks = await dynamoTasks(db).ofSource(CALL);
    expect(tasks.map(({ kind }) => kind)).toEqual(['owner_lead']);
  });

  test('leaves a voicemail the time in which it gets its words, before the office is told', async () => {
    await endCall();
    await dynamoTasks(db).open({
      ...OWNER,
      id: `${CALL}-rec`,
      kind: 'message_left',
      created_at: Date.now(),
    });
    const told = async (id: string) => (await dynamoTasks(db).find(id))?.tell_at ?? 0;
    const before = await told(`${CALL}-rec`);
    await sweep();
    expect(before).toBeGreaterThan(Date.now());
    // The rest waits along, so that the broker gets one message.
    expect(await Promise.all([`${CALL}-rec`, `${CALL}-owner`].map(told))).toEqual([before, before]);
  });

  test('waits for the words of the voicemail, though not for long', async () => {
    await endCall();
    const recording = { recordingSid: `RE${'1'.repeat(32)}` };
    await dynamoCallLogs(db).recorded(CALL, recording, Date.now());
    const sweepIn = (ms: number) => callCarding(parts(), () => Date.now() + ms)();
    expect(await sweep()).toBe(0);
    expect(await sweepIn(31_000)).toBe(0);
    await dynamoCallTurns(db).insert({
      call_sid: CALL,
      id: 'rec-1',
      mode: 'recording',
      transcription: 'done',
      started_at: Date.now(),
      user_text: 'דירה ברחוב הנביאים',
    });
    expect(await sweepIn(62_000)).toBe(1);
    expect(await card()).toMatchObject({ made_by: 'model' });
  });

  test('is made without the words of a voicemail that are not read within a minute', async () => {
    await endCall();
    const recording = { recordingSid: `RE${'1'.repeat(32)}` };
    await dynamoCallLogs(db).recorded(CALL, recording, Date.now());
    expect(await callCarding(parts(), () => Date.now() + 90_000)()).toBe(1);
  });

  test('stands in the contact too, and a card of an earlier conversation does not replace it', async () => {
    const leads = dynamoLeads(db);
    await leads.meet(CALLER, { source: 'phone', at: Date.now() });
    await endCall();
    await sweep();
    const made = await card();
    if (!made) throw new Error('The call has no card.');
    expect((await leads.find(CALLER))?.card).toEqual(made);
    await leads.sumUp(CALLER, { ...made, at: made.at - 1, lines: ['ישן'] });
    expect((await leads.find(CALLER))?.card).toEqual(made);
  });

  test('makes no lead', async () => {
    await endCall();
    expect(await sweep()).toBe(1);
    expect(await dynamoLeads(db).find(CALLER)).toBeUndefined();
  });

  test('is not made for a person of the office who tries the agent', async () => {
    await endCall(dana.phone);
    expect(await sweep()).toBe(0);
    expect(openai.requests).toEqual([]);
  });

  test('is made by another sweeper where the first one died', async () => {
    await endCall();
    const died = Promise.withResolvers<never>();
    void sweep({ ...parts(), cards: { ...dynamoCallCards(db), keep: () => died.promise } });
    await expect
      .poll(async () => (await dynamoCallLogs(db).find(CALL))?.card_at)
      .toBeGreaterThan(Date.now() + 10_000);
    expect(await sweep()).toBe(0);
    expect(await callCarding(parts(), () => Date.now() + 60_000)()).toBe(1);
  });
});

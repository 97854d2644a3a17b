import { createExchange, type Exchange } from 'twilio-exchange/exchange.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createDynamoDbStandIn } from '#local/aws/dynamodb/dynamodb.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { localAws } from '#local/aws/local-aws.ts';
import { createSesStandIn, type SesStandIn } from '#local/aws/ses/ses.ts';
import { sesMailbox } from '#shared/adapters/aws/ses-mailbox.ts';
import { dynamoStaffMessages } from '#shared/adapters/dynamo/staff-messages.ts';
import type { DynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import { dynamoTellings } from '#shared/adapters/dynamo/tellings.ts';
import { dynamoUntoldViewings } from '#shared/adapters/dynamo/untold-viewings.ts';
import { twilioMessaging } from '#shared/adapters/twilio/messaging.ts';
import { twilioRest } from '#shared/adapters/twilio/rest.ts';
import type { Broker } from '#shared/domain/office/broker.ts';
import { fromOfficeTime } from '#shared/domain/office/office-day.ts';
import { defaultSettings } from '#shared/domain/office/office-settings.ts';
import type { Task } from '#shared/domain/office/task.ts';
import { VendorFailed } from '#shared/errors.ts';
import { noticeTemplates } from '#shared/messages/notice-words.ts';
import { LEASE_MS } from '#shared/messages/single-delivery.ts';
import { officeTelling, type TellingParts } from '#shared/telling/office-telling.ts';
import { staffByMail } from '#shared/telling/staff-by-mail.ts';
import { staffByWhatsApp } from '#shared/telling/staff-by-whatsapp.ts';
import type { StaffSender } from '#shared/telling/staff-delivery.ts';
import { noteStaffReport } from '#shared/telling/staff-report.ts';
import { silenceLog } from '../doors/log.ts';
import { officeOf } from './office-of.ts';
import { peopleOf, person } from './people-of.ts';

const TEMPLATE = `HX${'a'.repeat(32)}`;
const FROM = 'agent@office.example';
const owner = person(1, { role: 'owner' });
const dana = person(2, { name: 'דנה', email: 'dana@office.example' });
const account = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'token' };
const OPEN = fromOfficeTime('2026-12-02T10:00') ?? 0;
const NIGHT = fromOfficeTime('2026-12-02T22:00') ?? 0;
const SHABBAT = fromOfficeTime('2026-12-05T11:00') ?? 0;
const SUNDAY = fromOfficeTime('2026-12-06T09:00') ?? 0;
const MORNING = fromOfficeTime('2026-12-03T09:00') ?? 0;

let twilio: Exchange;
let ses: SesStandIn;
let db: DynamoDb;
let opened: AsyncDisposableStack;
beforeEach(async () => {
  opened = new AsyncDisposableStack();
  const store = opened.use(await createDynamoDbStandIn());
  db = opened.adopt(localDynamoDb(store.endpoint), (client) => client.destroy());
  ses = opened.use(await createSesStandIn({ verified: [FROM] }));
  twilio = opened.use(
    await createExchange({
      ...account,
      number: { phoneNumber: '+97233000000', voiceUrl: 'http://127.0.0.1:9' },
      whatsApp: {
        phoneNumber: '+97233000001',
        templates: [{ contentSid: TEMPLATE, body: noticeTemplates.staff }],
      },
    }),
  );
  vi.stubEnv('AWS_ENDPOINT_URL_SESV2', ses.endpoint);
  vi.stubEnv('AWS_REGION', localAws.region);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await opened.disposeAsync();
});

function parts(people: readonly Broker[] = [owner, dana]): TellingParts {
  const messaging = twilioMessaging({
    rest: twilioRest(
      { accountSid: account.accountSid, apiBaseUrl: twilio.apiBaseUrl },
      { twilioAuthToken: account.authToken },
    ),
    publicBaseUrl: 'https://voice.example.com',
    sender: '+97233000001',
  });
  return {
    tellings: dynamoTellings(db),
    messages: dynamoStaffMessages(db),
    brokers: peopleOf(...people),
    office: officeOf(defaultSettings),
    senders: {
      whatsapp: staffByWhatsApp(messaging, TEMPLATE),
      email: staffByMail(
        sesMailbox({ from: FROM, name: 'המשרד', configurationSet: undefined }),
        'המשרד',
      ),
    },
  };
}

const task = (change: Partial<Task> = {}): Task => ({
  id: 'CA1-owner',
  kind: 'owner_lead',
  contact: '+972501234567',
  name: 'משה',
  words: 'מוכר ארבעה חדרים בגבעתיים',
  assigned_to: dana.id,
  due_at: OPEN,
  state: 'open',
  channel: 'phone',
  created_at: OPEN,
  updated_at: OPEN,
  ...change,
});
const open = (change?: Partial<Task>) => dynamoTasks(db).open(task(change));
const REFUSED = { state: 'failed', failure: 'refused 63016' } as const;
/** The stores that a vendor's report changes. */
const staff = () => ({
  staffMessages: dynamoStaffMessages(db),
  tellings: dynamoTellings(db),
  untoldViewings: dynamoUntoldViewings(db),
});
/** Sweeps at a moment. */
const sweepAt = (at: number, some = parts()) => officeTelling(some, () => at)();
const read = (broker: Broker) =>
  twilio.whatsApp
    .customer(broker.phone)
    .conversation()
    .map(({ body }) => body);

describe('the office', () => {
  test('is told of a task by the broker who has it, once', async () => {
    await open();
    expect(await sweepAt(OPEN)).toBe(1);
    expect(await sweepAt(OPEN + 1_000)).toBe(0);
    expect(read(dana)).toEqual([
      'שלום דנה, הודעה מהמערכת של המשרד: בעל נכס חדש · משה 0501234567 · מוכר ארבעה חדרים בגבעתיים · אפשר להשיב כאן.',
    ]);
    expect(read(owner)).toEqual([]);
  });

  test('is told by two sweepers at once only once', async () => {
    await Promise.all([open(), open({ id: 'CA2-owner' }), open({ id: 'CA3-owner' })]);
    const told = await Promise.all([sweepAt(OPEN), sweepAt(OPEN)]);
    expect(told.reduce((sum, count) => sum + count)).toBe(3);
    const words = read(dana).join(' ');
    expect(words.match(/בעל נכס חדש/g)).toHaveLength(3);
  });

  test('is told by mail where WhatsApp refuses', async () => {
    twilio.whatsApp.customer(dana.phone).behave({ refusal: 63016 });
    await open();
    await sweepAt(OPEN);
    const id = (await dynamoTasks(db).find('CA1-owner'))?.told?.[0]?.id ?? '';
    await noteStaffReport(staff(), id, REFUSED);
    await sweepAt(OPEN + 1_000);
    expect(ses.mails.map(({ to, content }) => [to, content.subject])).toEqual([
      [[dana.email], 'המשרד: בעל נכס חדש · משה 0501234567 · מוכר ארבעה חדרים בגבעתיים'],
    ]);
  });

  test('is told by mail where the refusal comes before the message is noted', async () => {
    await open();
    const refusing = parts();
    const whatsapp: StaffSender = async ({ id }) => {
      await noteStaffReport(staff(), id, REFUSED);
      return { sid: 'SM1' };
    };
    await sweepAt(OPEN, { ...refusing, senders: { ...refusing.senders, whatsapp } });
    await sweepAt(OPEN + 1_000);
    expect(ses.mails.map(({ to }) => to)).toEqual([[dana.email]]);
  });

  test('looks again within minutes, because the hours may have changed', async () => {
    await open({ created_at: NIGHT });
    await sweepAt(NIGHT);
    const dueAt = (await dynamoTasks(db).find('CA1-owner'))?.tell_at ?? 0;
    expect(dueAt - NIGHT).toBeLessThanOrEqual(5 * 60_000);
  });

  test('is told at the opening, in one message, of what came while it was closed', async () => {
    await Promise.all(
      [1, 2, 3].map((number) =>
        open({ id: `CA${number}-owner`, name: `לקוח ${number}`, created_at: NIGHT + number }),
      ),
    );
    expect(await sweepAt(NIGHT + 10)).toBe(0);
    expect(await sweepAt(MORNING - 1)).toBe(0);
    expect(await sweepAt(MORNING)).toBe(3);
    expect(read(dana)).toHaveLength(1);
    expect(read(dana)[0]).toContain('3 פניות מחכות | 1. בעל נכס חדש · לקוח 1');
  });

  test('is told of many long matters in several messages, each of which is read to its end', async () => {
    const words = 'מחפש דירה עם מרפסת, מעלית וחניה ליד בית הספר '.repeat(8);
    const ids = Array.from({ length: 12 }, (_, index) => `CA${index + 10}-owner`);
    await Promise.all(
      ids.map((id, index) => open({ id, name: `לקוח ${index}`, words, created_at: OPEN + index })),
    );
    const told: number[] = [];
    for (const second of [100, 101, 102, 103]) told.push(await sweepAt(OPEN + second * 1_000));
    expect(told.reduce((sum, count) => sum + count)).toBe(12);
    expect(told[0]).toBeGreaterThanOrEqual(5);
    const [first = ''] = read(dana);
    expect(first).toMatch(new RegExp(` \\| ועוד ${12 - (told[0] ?? 0)} · אפשר להשיב כאן\\.$`));
    for (const [index, id] of ids.entries()) {
      const message = (await dynamoTasks(db).find(id))?.told?.[0]?.id ?? '';
      const { tasks = [], text = '' } = (await dynamoStaffMessages(db).find(message)) ?? {};
      const line = `${tasks.indexOf(id) + 1}. בעל נכס חדש · לקוח ${index} 0501234567 · מחפש`;
      expect(text).toContain(line);
      expect(read(dana).some((body) => body.includes(text))).toBe(true);
    }
  });

  test('tells the owner where the broker has not taken it up within ten minutes', async () => {
    await open();
    await sweepAt(OPEN);
    const dueAt = (await dynamoTasks(db).find('CA1-owner'))?.tell_at ?? 0;
    expect(await sweepAt(dueAt)).toBe(1);
    expect(read(owner)).toHaveLength(1);
  });

  test('tells nobody else of a task that the broker took up', async () => {
    await open();
    await sweepAt(OPEN);
    const dueAt = (await dynamoTasks(db).find('CA1-owner'))?.tell_at ?? 0;
    await dynamoTellings(db).take({ id: 'CA1-owner', due_at: 0 }, dana.id, OPEN + 60_000);
    expect(await sweepAt(dueAt)).toBe(0);
    expect(read(owner)).toEqual([]);
  });

  test('is not told twice by a function that died after it sent', async () => {
    await open();
    const died = Promise.withResolvers<never>();
    const dying = parts();
    const messages = { ...dying.messages, settle: () => died.promise };
    void sweepAt(OPEN, { ...dying, messages });
    await vi.waitFor(() => expect(read(dana)).toHaveLength(1));
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
    try {
      await sweepAt(OPEN + 3_600_000);
    } finally {
      vi.useRealTimers();
    }
    expect(read(dana)).toHaveLength(1);
    expect((await dynamoTasks(db).find('CA1-owner'))?.told).toHaveLength(1);
  });

  test('is told in the other way as soon as the first one stayed away for a lease', async () => {
    silenceLog();
    await open();
    const whatsapp: StaffSender = async () => {
      throw new VendorFailed('twilio', 'no answer');
    };
    const away = { ...parts(), senders: { ...parts().senders, whatsapp } };
    vi.useFakeTimers({ toFake: ['Date'], now: OPEN });
    try {
      for (const afterMs of [0, LEASE_MS, LEASE_MS + 5_000]) {
        vi.setSystemTime(OPEN + afterMs);
        await sweepAt(OPEN + afterMs, away);
      }
    } finally {
      vi.useRealTimers();
    }
    vi.restoreAllMocks();
    expect(ses.mails.map(({ to }) => to)).toEqual([[dana.email]]);
  });

  test('is not told on Shabbat by a message whose sender died before it', async () => {
    silenceLog();
    await open();
    const whatsapp: StaffSender = async () => {
      throw new VendorFailed('twilio', 'no answer');
    };
    await sweepAt(OPEN, { ...parts(), senders: { whatsapp } });
    vi.restoreAllMocks();
    const begun = (await dynamoTasks(db).find('CA1-owner'))?.telling;
    expect(begun).toBeDefined();
    vi.useFakeTimers({ toFake: ['Date'], now: SHABBAT });
    try {
      expect(await sweepAt(SHABBAT)).toBe(0);
      expect(read(dana)).toEqual([]);
      vi.setSystemTime(SUNDAY);
      expect(await sweepAt(SUNDAY)).toBe(1);
    } finally {
      vi.useRealTimers();
    }
    expect(read(dana)).toHaveLength(1);
    expect((await dynamoTasks(db).find('CA1-owner'))?.told).toMatchObject([begun ?? {}]);
  });

  test('without people is counted as not told, each time that the task is looked at', async () => {
    const log = silenceLog();
    await open();
    const untold = () => log.filter((line) => line.includes('"TasksNotTakenUp":1'));
    expect(await sweepAt(OPEN, parts([]))).toBe(0);
    expect(untold()).toEqual([expect.stringContaining('"reason":"nobody"')]);
    await sweepAt(OPEN + 1_000, parts([]));
    expect(untold()).toHaveLength(1);
    await sweepAt(OPEN + 11 * 60_000, parts([]));
    expect(untold()).toHaveLength(2);
    vi.restoreAllMocks();
  });
});

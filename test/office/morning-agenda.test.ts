import { createExchange, type Exchange } from 'twilio-exchange/exchange.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createSesStandIn, type SesStandIn } from '#local/aws/ses/ses.ts';
import { sesMailbox } from '#shared/adapters/aws/ses-mailbox.ts';
import { dynamoStaffMessages } from '#shared/adapters/dynamo/staff-messages.ts';
import { dynamoTellings } from '#shared/adapters/dynamo/tellings.ts';
import { dynamoUntoldViewings } from '#shared/adapters/dynamo/untold-viewings.ts';
import { viewingDays } from '#shared/adapters/dynamo/viewing-days.ts';
import { twilioMessaging } from '#shared/adapters/twilio/messaging.ts';
import { twilioRest } from '#shared/adapters/twilio/rest.ts';
import type { Broker } from '#shared/domain/office/broker.ts';
import { fromOfficeTime, toOfficeTime } from '#shared/domain/office/office-day.ts';
import { defaultSettings, type OfficeSettings } from '#shared/domain/office/office-settings.ts';
import { MAX_BLANK_CHARS } from '#shared/domain/office/staff-message.ts';
import type { Task } from '#shared/domain/office/task.ts';
import { type Viewing, viewingId } from '#shared/domain/office/viewing.ts';
import { noticeTemplates } from '#shared/messages/notice-words.ts';
import { type MorningAgendaParts, morningAgenda } from '#shared/telling/morning-agenda.ts';
import { officeTelling } from '#shared/telling/office-telling.ts';
import { staffByMail } from '#shared/telling/staff-by-mail.ts';
import { staffByWhatsApp } from '#shared/telling/staff-by-whatsapp.ts';
import { noteStaffReport } from '#shared/telling/staff-report.ts';
import { type CrmStore, openCrmStore } from '../crm/crm-store.ts';
import { officeOf } from './office-of.ts';
import { peopleOf, person } from './people-of.ts';

const TEMPLATE = `HX${'a'.repeat(32)}`;
const FROM = 'agent@office.example';
const account = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'token' };
const owner = person(1, { name: 'רות', role: 'owner' });
const dana = person(2, { name: 'דנה', email: 'dana@office.example' });
const yossi = person(3, { name: 'יוסי' });
const at = (time: string) => fromOfficeTime(time) ?? Number.NaN;
/** The evening before a Wednesday. */
const BEFORE = at('2026-12-01T20:00');
const EIGHT = at('2026-12-02T08:00');

let crm: CrmStore;
let twilio: Exchange;
let ses: SesStandIn;
let opened: AsyncDisposableStack;
beforeEach(async () => {
  opened = new AsyncDisposableStack();
  crm = opened.use(await openCrmStore());
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
});
afterEach(() => opened.disposeAsync());

type Office = { readonly people?: readonly Broker[]; readonly settings?: Partial<OfficeSettings> };

function parts({ people = [owner, dana, yossi], settings }: Office = {}): MorningAgendaParts {
  const messaging = twilioMessaging({
    rest: twilioRest(
      { accountSid: account.accountSid, apiBaseUrl: twilio.apiBaseUrl },
      { twilioAuthToken: account.authToken },
    ),
    publicBaseUrl: 'https://voice.example.com',
    sender: '+97233000001',
  });
  const mailbox = sesMailbox({ from: FROM, name: 'המשרד', configurationSet: undefined });
  return {
    ...{ listings: crm.listings, leads: crm.leads, tasks: crm.tasks, viewings: crm.viewings },
    days: viewingDays(crm.db),
    tellings: dynamoTellings(crm.db),
    messages: dynamoStaffMessages(crm.db),
    brokers: peopleOf(...people),
    office: officeOf({ ...defaultSettings, ...settings }),
    senders: {
      whatsapp: staffByWhatsApp(messaging, TEMPLATE),
      email: staffByMail(mailbox, 'המשרד'),
    },
  };
}

/** Sweeps at a moment, in a process of its own. */
const sweepAt = (now: number, some = parts()) => morningAgenda(some, () => now)();
/** Returns the matters that a person read, without the template's words behind them. */
const read = (broker: Broker) =>
  twilio.whatsApp
    .customer(broker.phone)
    .conversation()
    .map(({ body }) => body.replace(noticeTemplates.staff.split('{{2}}')[1] ?? '', ''));

let used = 0;
async function book(time: string, change: Partial<Viewing> = {}): Promise<Viewing> {
  const listing_id = change.listing_id ?? 'TA-101';
  used += 1;
  const viewing: Viewing = {
    id: viewingId(listing_id, at(time)),
    contact: '+972501234567',
    listing_id,
    broker_id: dana.id,
    at: at(time),
    status: 'booked',
    name: 'משה כהן',
    source_id: `SM${used}-1`,
    created_at: BEFORE,
    ...change,
  };
  expect(await crm.viewings.book(viewing)).toHaveProperty('booked');
  return viewing;
}

/** Has Twilio report that Dana's agenda could not be delivered. */
async function fail(): Promise<void> {
  const stores = {
    staffMessages: dynamoStaffMessages(crm.db),
    tellings: dynamoTellings(crm.db),
    untoldViewings: dynamoUntoldViewings(crm.db),
  };
  const report = { state: 'failed', failure: 'refused 63016' } as const;
  await noteStaffReport(stores, `agenda-2026-12-02-${dana.id}`, report);
}

const owe = (change: Partial<Task> = {}) =>
  crm.tasks.open({
    id: 'CA1-callback',
    kind: 'call_back',
    contact: '+972507654321',
    name: 'שרה לוי',
    words: 'רוצה לשמוע על המחיר',
    assigned_to: dana.id,
    due_at: at('2026-12-02T09:00'),
    state: 'open',
    channel: 'whatsapp',
    created_at: BEFORE,
    updated_at: BEFORE,
    ...change,
  });

describe('the agenda of a morning', () => {
  test('tells a broker at eight of the viewings in their order, then of whom to call, once', async () => {
    await book('2026-12-02T17:00');
    await book('2026-12-02T10:00', { listing_id: 'HF-401', contact: '+972501111111', name: 'אבי' });
    await owe();
    expect(await sweepAt(EIGHT - 1)).toBe(0);
    expect(await sweepAt(EIGHT)).toBe(1);
    expect(await sweepAt(EIGHT + 60_000)).toBe(0);
    expect(read(dana)).toHaveLength(1);
    const [, ...lines] = read(dana)[0]?.split(' | ') ?? [];
    expect(read(dana)[0]).toContain('היום, יום רביעי, 2 בדצמבר | ביקורים: 2');
    expect(lines).toEqual([
      'ביקורים: 2',
      '10:00 מוריה 50, חיפה · אבי 0501111111',
      '17:00 דיזנגוף 172, תל אביב · משה כהן 0501234567',
      'משימות: 1',
      'לחזור ללקוח · שרה לוי 0507654321',
    ]);
    expect([...read(owner), ...read(yossi)]).toEqual([]);
  });

  test('is told by mail to a person who wants mails', async () => {
    await book('2026-12-02T17:00');
    const people = [{ ...dana, notify: 'email' as const }];
    expect(await sweepAt(EIGHT, parts({ people }))).toBe(1);
    expect(ses.mails.map(({ to, content }) => [to, content.subject])).toEqual([
      [[dana.email], 'המשרד: היום, יום רביעי, 2 בדצמבר'],
    ]);
    expect(ses.mails[0]?.content.text).toContain('17:00 דיזנגוף 172, תל אביב');
    expect(read(dana)).toEqual([]);
  });

  test('is told by mail where WhatsApp could not deliver it, and never a third time', async () => {
    await book('2026-12-02T17:00');
    await sweepAt(EIGHT);
    await fail();
    expect(await sweepAt(EIGHT + 60_000)).toBe(1);
    expect(await sweepAt(EIGHT + 120_000)).toBe(0);
    expect([ses.mails.length, read(dana).length]).toEqual([1, 1]);
  });

  test('is told by mail also where the refusal came before its tasks named it', async () => {
    await owe();
    const some = parts();
    const messages: typeof some.messages = {
      ...some.messages,
      settle: async (...outcome) => {
        await fail();
        await some.messages.settle(...outcome);
      },
    };
    await sweepAt(EIGHT, { ...some, messages });
    expect((await crm.tasks.find('CA1-callback'))?.told).toMatchObject([{ isLost: true }]);
    expect(await sweepAt(EIGHT + 60_000)).toBe(1);
    expect((await crm.tasks.find('CA1-callback'))?.told?.[1]).toMatchObject({ way: 'email' });
  });

  test.each([
    ['on a Friday', '2026-12-04T08:00', 1],
    ['on Shabbat', '2026-12-05T08:00', 0],
    ['on the eve of Yom Kippur, which is a day of work', '2027-10-10T08:00', 1],
    ['on Yom Kippur', '2027-10-11T08:00', 0],
    ['by a process that starts late', '2026-12-02T11:59', 1],
    ['from noon on', '2026-12-02T12:00', 0],
    ['before eight', '2026-12-02T07:59', 0],
  ])('%s is told to so many: %s, %i', async (_, now, count) => {
    await owe({ due_at: at(now) - 60_000, created_at: BEFORE - 1, updated_at: BEFORE - 1 });
    expect(await sweepAt(at(now))).toBe(count);
  });

  test('waits for the end of the quiet hours', async () => {
    await owe();
    const office = parts({ settings: { quiet_hours: { from: '21:00', to: '09:30' } } });
    expect(await sweepAt(at('2026-12-02T09:29'), office)).toBe(0);
    expect(await sweepAt(at('2026-12-02T09:30'), office)).toBe(1);
  });

  test('is not told where nothing is due, nor later where something comes', async () => {
    await owe({ due_at: at('2026-12-03T09:00') });
    await book('2026-12-03T17:00');
    expect(await sweepAt(EIGHT)).toBe(0);
    const later = EIGHT + 3_600_000;
    await owe({ id: 'CA2-callback', created_at: later, updated_at: later });
    await book('2026-12-02T18:00', { created_at: later });
    expect(await sweepAt(later + 60_000)).toBe(0);
  });

  test('holds no viewing that was cancelled, also where its time is still held', async () => {
    const viewing = await book('2026-12-02T17:00');
    const day = await viewingDays(crm.db).read('2026-12-02');
    await crm.viewings.cancel(viewing);
    await viewingDays(crm.db).change('2026-12-02', async (seen) => ({
      next: { ...seen, version: seen.version + 1, intervals: day.intervals },
      outcome: undefined,
    }));
    expect(await sweepAt(EIGHT)).toBe(0);
  });

  test('tells an owner of what nobody in the office has, and nobody of what is another’s', async () => {
    await owe({ assigned_to: undefined });
    await owe({ id: 'CA2-callback', assigned_to: 'left' });
    await book('2026-12-02T17:00', { broker_id: yossi.id });
    expect(await sweepAt(EIGHT)).toBe(2);
    expect(read(owner)[0]).toContain('משימות: 2 | 1. לחזור');
    expect(read(yossi)[0]).toContain('ביקורים: 1');
    expect(read(dana)).toEqual([]);
  });

  test('fits into the template, and says how many it leaves out', async () => {
    const long = 'שם ארוך מאוד של לקוח אחד ויחיד '.repeat(2);
    for (let hour = 9; hour < 19; hour += 1) {
      const contact = `+9725011111${hour + 10}`;
      const time = `2026-12-02T${String(hour).padStart(2, '0')}:00`;
      await book(time, { contact, name: long });
      await owe({ id: `CA${hour}-callback`, name: long });
    }
    await sweepAt(EIGHT);
    const [body = ''] = read(dana);
    expect(body.length).toBeLessThan(MAX_BLANK_CHARS + noticeTemplates.staff.length);
    expect(body).toMatch(/ביקורים: 10 .* ועוד \d \| משימות: 10 .* ועוד \d+$/);
  });
});

describe('a process that dies', () => {
  const later = async (sweep: () => Promise<number>) => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 180_000 });
    try {
      return await sweep();
    } finally {
      vi.useRealTimers();
    }
  };

  test('between its claim and the message loses no agenda', async () => {
    await book('2026-12-02T17:00');
    const [claimed, never] = [Promise.withResolvers<void>(), Promise.withResolvers<never>()];
    const dying = parts();
    const whatsapp = () => {
      claimed.resolve();
      return never.promise;
    };
    void sweepAt(EIGHT, { ...dying, senders: { whatsapp } });
    await claimed.promise;
    expect(await sweepAt(EIGHT + 60_000)).toBe(0);
    expect(await later(() => sweepAt(EIGHT + 180_000))).toBe(1);
    expect(read(dana)).toHaveLength(1);
  });

  test('after the message tells no agenda twice', async () => {
    await book('2026-12-02T17:00');
    const dying = parts();
    const messages = { ...dying.messages, settle: () => Promise.withResolvers<never>().promise };
    void sweepAt(EIGHT, { ...dying, messages });
    await vi.waitFor(() => expect(read(dana)).toHaveLength(1), 20_000);
    await later(() => sweepAt(EIGHT + 180_000));
    expect(read(dana)).toHaveLength(1);
  });

  test('and one beside it at once tell one agenda', async () => {
    await book('2026-12-02T17:00');
    const told = await Promise.all([sweepAt(EIGHT), sweepAt(EIGHT)]);
    expect(told.toSorted()).toEqual([0, 1]);
    expect(read(dana)).toHaveLength(1);
  });

  test('before it noted the tasks has them noted by the next', async () => {
    await owe();
    const dying = parts();
    const tellings = { ...dying.tellings, begin: () => Promise.reject(new Error('died')) };
    await sweepAt(EIGHT, { ...dying, tellings });
    expect((await crm.tasks.find('CA1-callback'))?.told).toBeUndefined();
    expect(await sweepAt(EIGHT + 60_000)).toBe(0);
    expect((await crm.tasks.find('CA1-callback'))?.told).toHaveLength(1);
  });
});

describe('a task that the agenda named', () => {
  const NINE = at('2026-12-02T09:00');
  const openAt = (now: number) =>
    officeTelling({ ...parts(), tellings: dynamoTellings(crm.db) }, () => now)();

  test('is not told again at the opening, and goes to the next person after ten minutes of it', async () => {
    await owe();
    await openAt(BEFORE);
    await sweepAt(EIGHT);
    expect(await openAt(NINE)).toBe(0);
    expect(read(dana)).toHaveLength(1);
    const { told, tell_at } = (await crm.tasks.find('CA1-callback')) ?? {};
    expect(told).toMatchObject([{ id: `agenda-2026-12-02-${dana.id}`, broker: dana.id }]);
    expect(toOfficeTime(tell_at ?? 0)).toBe('2026-12-02T09:10');
    expect(await openAt(tell_at ?? 0)).toBe(1);
    expect(read(dana)).toHaveLength(1);
  });

  test('is told at the opening where the agenda only counts it', async () => {
    for (let number = 0; number < 10; number += 1) await owe({ id: `CA${number}-callback` });
    await openAt(BEFORE);
    await sweepAt(EIGHT);
    expect(await openAt(NINE)).toBe(2);
  });
});

test('outside of the morning, and within a minute, nothing is read', async () => {
  let readings = 0;
  const some = parts();
  const days = {
    read: (day: string) => {
      readings += 1;
      return some.days.read(day);
    },
  };
  let now = at('2026-12-02T07:00');
  const sweep = morningAgenda({ ...some, days }, () => now);
  for (; now < at('2026-12-02T08:02'); now += 5_000) await sweep();
  expect(readings).toBe(2);
});

import { createExchange, type Exchange } from 'twilio-exchange/exchange.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { mailReport } from '#functions/mail-report.ts';
import { localAws } from '#local/aws/local-aws.ts';
import type { MailFate } from '#local/aws/ses/kept-mail.ts';
import type { MailEvent } from '#local/aws/ses/mail-event.ts';
import { createSesStandIn, type SesStandIn } from '#local/aws/ses/ses.ts';
import { sesMailbox } from '#shared/adapters/aws/ses-mailbox.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoStaffMessages } from '#shared/adapters/dynamo/staff-messages.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import { dynamoTellings } from '#shared/adapters/dynamo/tellings.ts';
import { dynamoUntoldViewings } from '#shared/adapters/dynamo/untold-viewings.ts';
import { viewingInvitation } from '#shared/adapters/icalendar/viewing-calendar.ts';
import { twilioMessaging } from '#shared/adapters/twilio/messaging.ts';
import { twilioRest } from '#shared/adapters/twilio/rest.ts';
import { fromOfficeTime } from '#shared/domain/office/office-day.ts';
import { defaultSettings } from '#shared/domain/office/office-settings.ts';
import type { Task } from '#shared/domain/office/task.ts';
import { noticeTemplates } from '#shared/messages/notice-words.ts';
import { officeTelling } from '#shared/telling/office-telling.ts';
import { inviteByMail, staffByMail } from '#shared/telling/staff-by-mail.ts';
import { staffByWhatsApp } from '#shared/telling/staff-by-whatsapp.ts';
import { viewingTelling } from '#shared/telling/viewing-telling.ts';
import { type CrmStore, openCrmStore } from '../crm/crm-store.ts';
import { officeOf } from './office-of.ts';
import { peopleOf, person } from './people-of.ts';

const TEMPLATE = `HX${'a'.repeat(32)}`;
const FROM = 'agent@office.example';
const ADDRESS = 'dana@office.example';
const dana = person(2, { name: 'דנה', email: ADDRESS, notify: 'email' });
const account = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'token' };
const OPEN = fromOfficeTime('2090-07-12T10:00') ?? 0;
/** Past the lease on a message. */
const LATER_MS = 100_000;

let crm: CrmStore;
let twilio: Exchange;
let ses: SesStandIn;
let opened: AsyncDisposableStack;
let events: MailEvent[];
beforeEach(async () => {
  opened = new AsyncDisposableStack();
  crm = opened.use(await openCrmStore());
  events = [];
  ses = opened.use(
    await createSesStandIn({
      verified: [FROM],
      configurationSets: ['mail'],
      onEvent: (event) => events.push(event),
    }),
  );
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

function parts() {
  const mailbox = sesMailbox({ from: FROM, name: 'המשרד', configurationSet: 'mail' });
  const messaging = twilioMessaging({
    rest: twilioRest(
      { accountSid: account.accountSid, apiBaseUrl: twilio.apiBaseUrl },
      { twilioAuthToken: account.authToken },
    ),
    publicBaseUrl: 'https://voice.example.com',
    sender: '+97233000001',
  });
  return {
    tellings: dynamoTellings(crm.db),
    messages: dynamoStaffMessages(crm.db),
    untoldViewings: dynamoUntoldViewings(crm.db),
    brokers: peopleOf(dana),
    office: officeOf(defaultSettings),
    listings: crm.listings,
    calls: dynamoCallLogs(crm.db),
    senders: {
      whatsapp: staffByWhatsApp(messaging, TEMPLATE),
      email: staffByMail(mailbox, 'המשרד'),
    },
    invite: inviteByMail(mailbox, 'המשרד', (told, broker, at) =>
      viewingInvitation(told, broker, { name: 'המשרד', mailFrom: FROM }, at),
    ),
  };
}

const open = () =>
  dynamoTasks(crm.db).open({
    id: 'CA1-owner',
    kind: 'owner_lead',
    contact: '+972501234567',
    assigned_to: dana.id,
    due_at: OPEN,
    state: 'open',
    channel: 'phone',
    created_at: OPEN,
    updated_at: OPEN,
  } satisfies Task);
const sweepAt = (at: number, some = parts()) => officeTelling(some, () => at)();
const find = () => dynamoTasks(crm.db).find('CA1-owner');
const read = () => twilio.whatsApp.customer(dana.phone).conversation();

/** Waits for the events of SES, hands them in their order to the function, each twice, and forgets them. */
async function report(count: number) {
  await vi.waitFor(() => expect(events).toHaveLength(count));
  const noted = mailReport({ ...parts(), staffMessages: dynamoStaffMessages(crm.db) });
  for (const event of events.splice(0)) {
    await noted(event);
    await noted(event);
  }
}

describe('a mail to the office', () => {
  test('that arrived is noted as delivered, and nobody else is told at once', async () => {
    await open();
    await sweepAt(OPEN);
    await report(2);
    const [told] = (await find())?.told ?? [];
    const message = await dynamoStaffMessages(crm.db).find(told?.id ?? '');
    expect(message).toMatchObject({ state: 'delivered', sid: ses.mails[0]?.messageId });
    expect(await sweepAt(OPEN + 1_000)).toBe(0);
    expect(read()).toEqual([]);
  });

  test.each<[MailFate, number]>([
    ['bounce', 2],
    ['bounce-softly', 3],
    ['bounce-as-suppressed', 2],
    ['bounce-after-delivery', 3],
    ['complain', 3],
    ['find-virus', 2],
  ])('with the fate %s is told in the other way, once', async (fate, count) => {
    ses.behave(ADDRESS, fate);
    await open();
    await sweepAt(OPEN);
    await report(count);
    const told = await Promise.all([sweepAt(OPEN + 1_000), sweepAt(OPEN + 1_000)]);
    expect(told.toSorted()).toEqual([0, 1]);
    expect(read()).toHaveLength(1);
    expect((await find())?.told?.map(({ way, isLost = false }) => [way, isLost])).toEqual([
      ['email', true],
      ['whatsapp', false],
    ]);
  });

  test('is recognised by its report where the sender died before it could note it', async () => {
    await open();
    const dying = parts();
    const messages = { ...dying.messages, settle: () => Promise.withResolvers<never>().promise };
    void sweepAt(OPEN, { ...dying, messages });
    await report(2);
    await laterSweep();
    expect(ses.mails).toHaveLength(1);
    expect((await find())?.told).toHaveLength(1);
  });

  test('that SES took without an answer is recognised by its report', async () => {
    await open();
    await ses.setFault('answer-lost');
    await sweepAt(OPEN);
    await ses.setFault('none');
    await report(2);
    await laterSweep();
    expect(ses.mails).toHaveLength(1);
  });

  test('is sent once more, after its lease, where neither its sender nor a report tells of it', async () => {
    ses.behave(ADDRESS, 'silence');
    await open();
    const dying = parts();
    const messages = { ...dying.messages, settle: () => Promise.withResolvers<never>().promise };
    void sweepAt(OPEN, { ...dying, messages });
    await vi.waitFor(() => expect(ses.mails).toHaveLength(1));
    expect(await sweepAt(OPEN + 30_000)).toBe(0);
    expect(ses.mails).toHaveLength(1);
    await laterSweep();
    await laterSweep();
    expect(ses.mails).toHaveLength(2);
  });

  test('that bounces before its sender noted it is told in the other way', async () => {
    ses.behave(ADDRESS, 'bounce');
    await open();
    const late = parts();
    const noted = Promise.withResolvers<void>();
    const tellings = {
      ...late.tellings,
      finish: async (...told: Parameters<typeof late.tellings.finish>) => {
        await noted.promise;
        await late.tellings.finish(...told);
      },
    };
    const swept = sweepAt(OPEN, { ...late, tellings });
    await report(2);
    noted.resolve();
    await swept;
    await sweepAt(OPEN + 1_000);
    expect(read()).toHaveLength(1);
  });

  test('of another sender of the account changes nothing', async () => {
    await open();
    await sweepAt(OPEN);
    const noted = mailReport({ ...parts(), staffMessages: dynamoStaffMessages(crm.db) });
    const mail = { messageId: ses.mails[0]?.messageId, tags: { campaign: ['spring'] } };
    await noted({ 'detail-type': 'Email Bounced', detail: { eventType: 'Bounce', mail } });
    await noted({ detail: { eventType: 'Bounce', mail: { messageId: 'untagged' } } });
    const [told] = (await find())?.told ?? [];
    expect(told).not.toHaveProperty('isLost');
    expect(await dynamoStaffMessages(crm.db).find(told?.id ?? '')).toMatchObject({ state: 'sent' });
  });
});

test('a broker whose invitation bounces reads of the viewing on WhatsApp', async () => {
  ses.behave(ADDRESS, 'bounce');
  await crm.viewings.book({
    id: 'TA-101#2090-07-13T1700',
    contact: '+972501234567',
    listing_id: 'TA-101',
    broker_id: dana.id,
    at: fromOfficeTime('2090-07-13T17:00') ?? 0,
    status: 'booked',
    name: 'משה כהן',
    source_id: 'CA1-001-0001-1',
    created_at: OPEN,
  });
  const sweep = viewingTelling(parts(), () => OPEN);
  expect(await sweep()).toBe(1);
  await report(2);
  expect(await sweep()).toBe(1);
  expect(await sweep()).toBe(0);
  expect(ses.mails).toHaveLength(1);
  expect(read().map(({ body }) => body)).toEqual([expect.stringContaining('נקבע ביקור')]);
});

/** Sweeps when every lease that now stands is over. */
async function laterSweep() {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + LATER_MS });
  try {
    await sweepAt(OPEN + LATER_MS);
  } finally {
    vi.useRealTimers();
  }
}

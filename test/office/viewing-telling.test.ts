import ICAL from 'ical.js';
import { createExchange, type Exchange } from 'twilio-exchange/exchange.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { localAws } from '#local/aws/local-aws.ts';
import type { KeptMail } from '#local/aws/ses/kept-mail.ts';
import { createSesStandIn, type SesStandIn } from '#local/aws/ses/ses.ts';
import { MAIL_TAG } from '#shared/adapters/aws/mail-tag.ts';
import { sesMailbox } from '#shared/adapters/aws/ses-mailbox.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoStaffMessages } from '#shared/adapters/dynamo/staff-messages.ts';
import { dynamoTellings } from '#shared/adapters/dynamo/tellings.ts';
import { dynamoUntoldViewings } from '#shared/adapters/dynamo/untold-viewings.ts';
import { viewingInvitation } from '#shared/adapters/icalendar/viewing-calendar.ts';
import { twilioMessaging } from '#shared/adapters/twilio/messaging.ts';
import { twilioRest } from '#shared/adapters/twilio/rest.ts';
import type { Broker } from '#shared/domain/office/broker.ts';
import { fromOfficeTime } from '#shared/domain/office/office-day.ts';
import { defaultSettings } from '#shared/domain/office/office-settings.ts';
import type { Viewing } from '#shared/domain/office/viewing.ts';
import { VendorFailed } from '#shared/errors.ts';
import { noticeTemplates } from '#shared/messages/notice-words.ts';
import { inviteByMail, staffByMail } from '#shared/telling/staff-by-mail.ts';
import { staffByWhatsApp } from '#shared/telling/staff-by-whatsapp.ts';
import type { StaffSender } from '#shared/telling/staff-delivery.ts';
import { noteStaffReport } from '#shared/telling/staff-report.ts';
import { type ViewingTellingParts, viewingTelling } from '#shared/telling/viewing-telling.ts';
import { type CrmStore, openCrmStore } from '../crm/crm-store.ts';
import { officeOf } from './office-of.ts';
import { peopleOf, person } from './people-of.ts';

const TEMPLATE = `HX${'a'.repeat(32)}`;
const FROM = 'agent@office.example';
const account = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'token' };
const dana = person(2, { name: 'דנה', email: 'dana@office.example' });
const yossi = person(3, { name: 'יוסי' });
const owner = person(1, { role: 'owner' });
/** A Wednesday in summer, when Israel is three hours ahead. */
const OPEN = fromOfficeTime('2090-07-12T10:00') ?? 0;

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
  vi.stubEnv('AWS_REGION', localAws.region);
});
afterEach(() => opened.disposeAsync());

function parts(people: readonly Broker[] = [dana, yossi]): ViewingTellingParts {
  const mailbox = sesMailbox({ from: FROM, name: 'המשרד', configurationSet: undefined });
  const messaging = twilioMessaging({
    rest: twilioRest(
      { accountSid: account.accountSid, apiBaseUrl: twilio.apiBaseUrl },
      { twilioAuthToken: account.authToken },
    ),
    publicBaseUrl: 'https://voice.example.com',
    sender: '+97233000001',
  });
  return {
    untoldViewings: dynamoUntoldViewings(crm.db),
    messages: dynamoStaffMessages(crm.db),
    brokers: peopleOf(...people),
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

const viewing = (change: Partial<Viewing> = {}): Viewing => ({
  id: 'TA-101#2090-07-13T1700',
  contact: '+972501234567',
  listing_id: 'TA-101',
  broker_id: dana.id,
  at: fromOfficeTime('2090-07-13T17:00') ?? 0,
  status: 'booked',
  name: 'משה כהן',
  source_id: 'CA1-001-0001-1',
  created_at: OPEN,
  ...change,
});
const sweep = (at = Date.now() + 1_000) => viewingTelling(parts(), () => Math.max(OPEN, at))();

const sweepWith = (people: readonly Broker[], at = OPEN) =>
  viewingTelling(parts(people), () => at)();
const read = ({ phone }: Broker) => twilio.whatsApp.customer(phone).conversation();

/** Reads the event of an invitation with a library that did not write it. */
function eventIn({ content }: KeptMail) {
  const file = content.attachments.find(({ mimeType }) => mimeType.includes('calendar'));
  const text = new TextDecoder().decode(file?.content as ArrayBuffer);
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
  const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent') ?? undefined);
  return {
    method: calendar.getFirstPropertyValue('method'),
    uid: event.uid,
    sequence: event.sequence,
    starts: event.startDate.toJSDate().getTime(),
    stamp: String(calendar.getFirstSubcomponent('vevent')?.getFirstPropertyValue('dtstamp')),
    zone: event.startDate.zone.tzid,
    location: event.location,
    description: event.description,
  };
}

describe('a broker', () => {
  test('is invited to a viewing, at its hour in Israel, with the address and the contact', async () => {
    await crm.viewings.book(viewing());
    expect(await sweep()).toBe(1);
    expect(ses.mails.map(eventIn)).toEqual([
      {
        method: 'REQUEST',
        uid: 'CA1-001-0001-1@viewings.agent-locator',
        sequence: 0,
        starts: viewing().at,
        stamp: '2090-07-12T07:00:00Z',
        zone: 'Asia/Jerusalem',
        location: 'דיזנגוף 172, תל אביב',
        description: 'משה כהן 0501234567',
      },
    ]);
  });

  test('gets a newer invitation under the same id where the viewing is moved', async () => {
    const first = await crm.viewings.book(viewing());
    await sweep();
    const at = fromOfficeTime('2090-07-13T18:00') ?? 0;
    const later = viewing({ id: 'TA-101#2090-07-13T1800', at, source_id: 'CA1-001-0002-1' });
    await crm.viewings.book(later, 'booked' in first ? [first.booked] : []);
    await sweep();
    expect(ses.mails.map(eventIn)).toMatchObject([
      { method: 'REQUEST', uid: 'CA1-001-0001-1@viewings.agent-locator', sequence: 0 },
      { method: 'REQUEST', uid: 'CA1-001-0001-1@viewings.agent-locator', sequence: 1, starts: at },
    ]);
  });

  test('is told that a viewing is cancelled', async () => {
    await crm.viewings.book(viewing());
    await sweep();
    await crm.viewings.cancel(viewing());
    await sweep(OPEN + 5_000);
    expect(ses.mails.map(eventIn)[1]).toMatchObject({
      stamp: '2090-07-12T07:00:05Z',
      method: 'CANCEL',
      uid: 'CA1-001-0001-1@viewings.agent-locator',
      sequence: 1,
    });
  });

  test('without an address reads of it on WhatsApp', async () => {
    await crm.viewings.book(viewing({ broker_id: yossi.id }));
    expect(await sweep()).toBe(1);
    const [message] = twilio.whatsApp.customer(yossi.phone).conversation();
    expect(message?.body).toContain('נקבע ביקור');
    expect(ses.mails).toEqual([]);
  });

  test('whose mail bounced reads of it on WhatsApp', async () => {
    await crm.viewings.book(viewing());
    await sweep();
    const id = ses.mails[0]?.tags[MAIL_TAG] ?? '';
    const stores = {
      staffMessages: dynamoStaffMessages(crm.db),
      tellings: dynamoTellings(crm.db),
      untoldViewings: dynamoUntoldViewings(crm.db),
    };
    await noteStaffReport(stores, id, { state: 'failed', failure: 'bounced' });
    expect(await sweep()).toBe(1);
    const [message] = twilio.whatsApp.customer(dana.phone).conversation();
    expect(message?.body).toContain('נקבע ביקור');
  });

  test('is told once by two sweepers at once', async () => {
    await crm.viewings.book(viewing());
    await Promise.all([sweep(), sweep()]);
    expect(ses.mails).toHaveLength(1);
  });

  test('reads of it on WhatsApp where the vendor of mails is away for longer than a lease', async () => {
    await crm.viewings.book(viewing());
    const away: StaffSender = () => Promise.reject(new VendorFailed('ses', 'away'));
    const some = { ...parts(), invite: () => away };
    const sweepAfter = (ms: number) => {
      vi.setSystemTime(OPEN + ms);
      return viewingTelling(some, Date.now)();
    };
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      expect(await sweepAfter(1_000)).toBe(0);
      expect(await sweepAfter(95_000)).toBe(1);
    } finally {
      vi.useRealTimers();
    }
    expect(read(dana)).toHaveLength(1);
  });
});

describe('an owner', () => {
  test('reads that a viewing is cancelled whose broker left, without the end of an invitation', async () => {
    const boss = { ...owner, email: 'boss@office.example' };
    await crm.viewings.book(viewing());
    await sweepWith([dana, boss]);
    await crm.viewings.cancel(viewing());
    await sweepWith([boss]);
    const mail = ses.mails[1];
    expect(mail?.content.subject).toContain('בוטל ביקור');
    expect(mail?.content.attachments).toEqual([]);
  });

  test('is told where the broker cannot be reached in any way', async () => {
    await crm.viewings.book(viewing({ broker_id: yossi.id }));
    expect(await sweepWith([{ ...yossi, phone: '+1' }, owner])).toBe(1);
    expect(read(owner)).toHaveLength(1);
  });
});

describe('a viewing', () => {
  test('that is cancelled before anybody was told is not told', async () => {
    await crm.viewings.book(viewing());
    await crm.viewings.cancel(viewing());
    expect(await sweep()).toBe(0);
    expect(ses.mails).toEqual([]);
    expect(await dynamoUntoldViewings(crm.db).due(OPEN, 5)).toEqual([]);
  });

  test('that is moved is told with the hour that is void', async () => {
    const first = await crm.viewings.book(viewing({ broker_id: yossi.id }));
    await sweep();
    const at = fromOfficeTime('2090-07-13T18:00') ?? 0;
    const later = { id: 'TA-101#2090-07-13T1800', at, source_id: 'CA1-001-0002-1' };
    await crm.viewings.book(
      viewing({ broker_id: yossi.id, ...later }),
      'booked' in first ? [first.booked] : [],
    );
    await sweep();
    expect(read(yossi)[1]?.body).toContain(
      'הביקור הוזז ליום חמישי, 13 ביולי, בשעה 18:00 (במקום יום חמישי, 13 ביולי, בשעה 17:00)',
    );
  });

  test('waits for people, until it is over, where none are known', async () => {
    await crm.viewings.book(viewing());
    expect(await sweepWith([])).toBe(0);
    const [waiting] = await dynamoUntoldViewings(crm.db).due(OPEN + 600_000, 5);
    expect(waiting?.tell_at).toBe(OPEN + 600_000);
    expect(await sweepWith([dana], OPEN + 600_000)).toBe(1);
    await crm.viewings.cancel(viewing());
    expect(await sweepWith([], viewing().at)).toBe(0);
    expect(await dynamoUntoldViewings(crm.db).due(viewing().at, 5)).toEqual([]);
  });

  test('waits for an owner where its broker left', async () => {
    await crm.viewings.book(viewing({ broker_id: 'p9' }));
    expect(await sweepWith([dana, yossi])).toBe(0);
    expect(await sweepWith([dana, yossi, owner], OPEN + 600_000)).toBe(1);
    expect(read(owner)).toHaveLength(1);
  });
});

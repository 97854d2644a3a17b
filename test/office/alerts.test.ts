import { ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { createExchange, type Exchange } from 'twilio-exchange/exchange.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dynamoAlertedLeads } from '#shared/adapters/dynamo/alerted-leads.ts';
import { dynamoAlerts } from '#shared/adapters/dynamo/alerts.ts';
import { dynamoListingChanges } from '#shared/adapters/dynamo/listing-changes.ts';
import { dynamoNotices } from '#shared/adapters/dynamo/notices.ts';
import { dynamoOfferedHomes } from '#shared/adapters/dynamo/offered-homes.ts';
import { dynamoStaffMessages } from '#shared/adapters/dynamo/staff-messages.ts';
import { dynamoUntoldHomes } from '#shared/adapters/dynamo/untold-homes.ts';
import { twilioMessaging } from '#shared/adapters/twilio/messaging.ts';
import { twilioRest } from '#shared/adapters/twilio/rest.ts';
import type { Listing } from '#shared/domain/listings/listing.ts';
import { ANSWERED_WITHIN_DAYS } from '#shared/domain/office/alert.ts';
import type { Broker } from '#shared/domain/office/broker.ts';
import type { LeadWish } from '#shared/domain/office/lead.ts';
import { fromOfficeTime } from '#shared/domain/office/office-day.ts';
import { defaultSettings, type OfficeSettings } from '#shared/domain/office/office-settings.ts';
import { sendAlertReply, staffRequest } from '#shared/domain/office/staff-request.ts';
import { VendorFailed } from '#shared/errors.ts';
import { noticeTemplates } from '#shared/messages/notice-words.ts';
import { readOffice } from '#shared/office/known-settings.ts';
import { changesOf, planImport } from '#shared/office/listing-import/import-plan.ts';
import type { Alerts } from '#shared/ports/alerts.ts';
import type { Messaging } from '#shared/ports/messages.ts';
import { approveAlert } from '#shared/telling/alert-approval.ts';
import { type AlertTellingParts, alertTelling } from '#shared/telling/alert-telling.ts';
import { type HomeAlertingParts, homeAlerting } from '#shared/telling/home-alerting.ts';
import { alertByWhatsApp } from '#shared/telling/staff-by-whatsapp.ts';
import { type CrmStore, openCrmStore } from '../crm/crm-store.ts';
import { officeOf } from './office-of.ts';
import { peopleOf, person } from './people-of.ts';

const STAFF_TEMPLATE = `HX${'a'.repeat(32)}`;
const TEMPLATE = `HX${'b'.repeat(32)}`;
const SENDER = '+97233000001';
const account = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'token' };
const owner = person(1, { role: 'owner' });
const dana = person(2, { name: 'דנה' });
/** A Wednesday in summer, when the office is open. */
const OPEN = fromOfficeTime('2090-07-12T10:00') ?? 0;
const NIGHT = fromOfficeTime('2090-07-12T22:00') ?? 0;
const NEXT_DAY = fromOfficeTime('2090-07-13T09:00') ?? 0;
const DAY_MS = 24 * 3_600_000;
const UNPACED = { messages: 20, pauseMs: 0, lastsMs: 60_000 };
const SEEKERS = ['+972501110001', '+972501110002', '+972501110003'];

let crm: CrmStore;
let twilio: Exchange;
let opened: AsyncDisposableStack;
beforeEach(async () => {
  opened = new AsyncDisposableStack();
  crm = opened.use(await openCrmStore());
  twilio = opened.use(
    await createExchange({
      ...account,
      number: { phoneNumber: '+97233000000', voiceUrl: 'http://127.0.0.1:9' },
      whatsApp: {
        phoneNumber: SENDER,
        templates: [
          {
            contentSid: STAFF_TEMPLATE,
            body: noticeTemplates.staffAlert,
            buttons: [sendAlertReply],
          },
          { contentSid: TEMPLATE, body: noticeTemplates.alert, category: 'marketing' },
        ],
      },
    }),
  );
});
afterEach(() => opened.disposeAsync());

/** A Twilio client whose requests may fail. */
function messagingOf(): Messaging {
  const rest = twilioRest(
    { accountSid: account.accountSid, apiBaseUrl: twilio.apiBaseUrl },
    { twilioAuthToken: account.authToken },
  );
  return twilioMessaging({ rest, publicBaseUrl: 'https://voice.example.com', sender: SENDER });
}

type Parts = HomeAlertingParts & AlertTellingParts & { readonly alerts: Alerts };

function parts(
  settings: Partial<OfficeSettings> = {},
  people: readonly Broker[] = [owner, dana],
): Parts {
  const messaging = messagingOf();
  return {
    alerts: dynamoAlerts(crm.db),
    untoldHomes: dynamoUntoldHomes(crm.db),
    alertedLeads: dynamoAlertedLeads(crm.db),
    offeredHomes: dynamoOfferedHomes(crm.db),
    notices: dynamoNotices(crm.db),
    interactions: crm.interactions,
    messages: dynamoStaffMessages(crm.db),
    viewings: crm.viewings,
    listings: crm.listings,
    leads: crm.leads,
    brokers: peopleOf(...people),
    office: officeOf({ ...defaultSettings, ...settings }),
    askers: { whatsapp: alertByWhatsApp(messaging, STAFF_TEMPLATE) },
    contactTemplate: { officeName: 'המשרד', sender: SENDER, templateSid: TEMPLATE },
    messaging,
  };
}

/** Sweeps at a moment, until nothing is due. */
async function sweepAt(at: number, some: Parts = parts()): Promise<number> {
  await homeAlerting(some, () => at)();
  return alertTelling(some, () => at, UNPACED)();
}

/** Imports changes of homes as an import does. */
async function importHomes(...wanted: readonly Listing[]): Promise<void> {
  const standing = await crm.listings.all();
  const changes = changesOf(planImport(wanted, standing), standing);
  expect(await dynamoListingChanges(crm.db).apply(changes)).toEqual([]);
}
const home = async (id = 'TA-101'): Promise<Listing> => {
  const found = await crm.listings.find(id);
  if (!found) throw new Error(`There is no home ${id}.`);
  return found;
};
/** Makes a home cheaper by a share. */
async function cheapen(share = 0.1, at = OPEN, id?: string): Promise<Listing> {
  const before = await home(id);
  const price_ils = Math.round(before.price_ils * (1 - share));
  const cheaper = { ...before, price_ils, updated_at: at };
  await importHomes(cheaper);
  return cheaper;
}

/** Contacts who want a home like the sample's, and agreed to alerts. */
async function seek(contacts: readonly string[] = SEEKERS, wish: LeadWish = {}): Promise<void> {
  const { deal, city } = await home();
  for (const contact of contacts) {
    await crm.leads.save(contact, { deal, city, ...wish }, { source: 'phone', at: OPEN });
    await crm.leads.agree(contact, {
      to: 'alerts',
      at: OPEN,
      channel: 'phone',
      source_id: `CA${contact}-001-0004`,
    });
  }
}
const conversation = (number: string) => twilio.whatsApp.customer(number).conversation();
const read = (number: string) => conversation(number).map(({ body }) => body);
const heard = () => SEEKERS.map((contact) => read(contact).length);

/** Presses the button of the last question that a person got. */
async function press(by: Broker, at = OPEN + 60_000): Promise<string> {
  const asked = conversation(by.phone).at(-1);
  const [button] = asked?.buttons ?? [];
  if (!asked || !button) throw new Error('No question has a button.');
  const request = staffRequest(button.text, button.payload);
  const id = request.kind === 'send-alert' ? request.alert : undefined;
  return approveAlert(parts(), by, { id, repliedTo: asked.messageSid }, at);
}

describe('the broker of a home', () => {
  test('is asked once whether those whom a cheaper price fits are told', async () => {
    await seek();
    await cheapen();
    await sweepAt(OPEN);
    await sweepAt(OPEN + 1_000);
    const asked = [...read(dana.phone), ...read(owner.phone)];
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain('ירד המחיר');
    expect(asked[0]).toContain('3 אנשים מתאימים');
    expect(heard()).toEqual([0, 0, 0]);
  });

  test('is asked by two sweepers at once only once', async () => {
    await seek();
    await cheapen();
    await Promise.all([sweepAt(OPEN), sweepAt(OPEN)]);
    await sweepAt(OPEN + 200_000);
    expect([...read(dana.phone), ...read(owner.phone)]).toHaveLength(1);
  });

  test('has the message sent with one button, to each contact once', async () => {
    await seek();
    await cheapen();
    await sweepAt(OPEN, parts({}, [dana]));
    expect(await press(dana)).toContain('נשלח ל־3 אנשים');
    expect(await press(dana)).toBe('זה כבר נשלח.');
    expect(await sweepAt(OPEN + 61_000)).toBe(3);
    await sweepAt(OPEN + 62_000);
    expect(heard()).toEqual([1, 1, 1]);
    expect(await press(dana)).toBe('זה כבר נשלח.');
    const [text] = read(SEEKERS[0] ?? '');
    expect(text).toMatch(/^פרסומת: /);
    expect(text).toContain('הסר');
    expect(text).toContain((await home()).street);
  });

  test('may write the word in place of the button', async () => {
    await seek();
    await cheapen();
    await sweepAt(OPEN, parts({}, [dana]));
    expect(staffRequest('שלחו!', undefined)).toEqual({ kind: 'send-alert', alert: undefined });
    const nothing = { id: undefined, repliedTo: undefined };
    expect(await approveAlert(parts(), owner, nothing, OPEN + 1)).toContain('לא מצאתי');
    expect(await approveAlert(parts(), dana, nothing, OPEN + 1)).toContain('נשלח');
    expect(await sweepAt(OPEN + 1_000)).toBe(3);
  });

  test('is asked which home, when several wait', async () => {
    await seek();
    await cheapen();
    await cheapen(0.2, OPEN, 'TA-102');
    await sweepAt(OPEN, parts({}, [dana]));
    expect(read(dana.phone)).toHaveLength(2);
    const nothing = { id: undefined, repliedTo: undefined };
    expect(await approveAlert(parts(), dana, nothing, OPEN + 1)).toContain('כמה נכסים');
  });

  test('who does not answer has nothing sent, and cannot have it sent days later', async () => {
    await seek();
    await cheapen();
    await sweepAt(OPEN, parts({}, [dana]));
    await sweepAt(OPEN + 200_000);
    const late = OPEN + ANSWERED_WITHIN_DAYS * DAY_MS + 1_000;
    await sweepAt(late);
    expect(await press(dana, late + 1)).toContain('כבר לא נשלח');
    await sweepAt(late + 60_000);
    expect(heard()).toEqual([0, 0, 0]);
  });

  test('whom WhatsApp does not reach is followed by an owner', async () => {
    twilio.whatsApp.customer(dana.phone).behave({ refusal: 21610 });
    await seek();
    const listing = await home();
    await importHomes({ ...listing, broker: dana.phone, updated_at: OPEN - 1 });
    await cheapen();
    await sweepAt(OPEN);
    expect(read(owner.phone)).toHaveLength(1);
  });

  test('is asked at the opening, not at night', async () => {
    await seek();
    await cheapen(0.1, NIGHT);
    await sweepAt(NIGHT);
    expect([...read(dana.phone), ...read(owner.phone)]).toEqual([]);
    await sweepAt(NEXT_DAY);
    expect([...read(dana.phone), ...read(owner.phone)]).toHaveLength(1);
  });

  test('is not asked about a home that fits nobody', async () => {
    await seek(SEEKERS, { budget_ils: 100 });
    await cheapen();
    await sweepAt(OPEN);
    expect([...read(dana.phone), ...read(owner.phone)]).toEqual([]);
  });
});

/** An office whose alerts leave without a question. */
const automatic = () => parts({ alerts: 'automatic' });

describe('a contact', () => {
  test('is told without a question only where the office says so', async () => {
    await seek();
    await cheapen();
    await sweepAt(OPEN, automatic());
    expect(heard()).toEqual([1, 1, 1]);
    expect([...read(dana.phone), ...read(owner.phone)]).toEqual([]);
  });

  test('is not told where the office has no alerts', async () => {
    await seek();
    await cheapen();
    await sweepAt(OPEN, parts({ alerts: 'off' }));
    await sweepAt(OPEN + 1_000, automatic());
    expect(heard()).toEqual([0, 0, 0]);
  });

  test('is told of one home a day, and of the other on the next', async () => {
    await seek(SEEKERS.slice(0, 1));
    await cheapen();
    await cheapen(0.2, OPEN, 'TA-102');
    await sweepAt(OPEN, automatic());
    await sweepAt(OPEN + 3_600_000, automatic());
    expect(heard()[0]).toBe(1);
    await sweepAt(NEXT_DAY + 60_000, automatic());
    expect(heard()[0]).toBe(2);
  });

  test('is told of a home at a price once, however often it comes back', async () => {
    await seek();
    const cheaper = await cheapen();
    await sweepAt(OPEN, automatic());
    for (const day of [1, 2]) {
      const at = NEXT_DAY + day * DAY_MS;
      await importHomes({ ...cheaper, status: 'removed', updated_at: at - 1 });
      await importHomes({ ...cheaper, updated_at: at });
      await sweepAt(at, automatic());
    }
    expect(heard()).toEqual([1, 1, 1]);
  });

  test('is told again at a lower price, on another day', async () => {
    await seek();
    await cheapen();
    await sweepAt(OPEN, automatic());
    await cheapen(0.1, NEXT_DAY);
    await sweepAt(NEXT_DAY, automatic());
    expect(heard()).toEqual([2, 2, 2]);
  });

  test('who refuses between the question and the answer is not written to', async () => {
    await seek();
    await cheapen();
    await sweepAt(OPEN, parts({}, [dana]));
    await crm.leads.optOut(SEEKERS[0] ?? '', OPEN + 1, { channel: 'whatsapp', id: 'SM1' });
    await press(dana);
    await sweepAt(OPEN + 61_000);
    expect(heard()).toEqual([0, 1, 1]);
  });

  test('who agreed to messages alone is not written to', async () => {
    const { deal, city } = await home();
    const [contact = ''] = SEEKERS;
    await crm.leads.save(contact, { deal, city }, { source: 'phone', at: OPEN });
    const given = { at: OPEN, channel: 'phone', source_id: 'CA1-001-0004' } as const;
    await crm.leads.agree(contact, { to: 'messages', ...given });
    await cheapen();
    await sweepAt(OPEN, automatic());
    expect(heard()).toEqual([0, 0, 0]);
  });

  test('who has a viewing of the home, or is of the office, is not written to', async () => {
    await seek([...SEEKERS, dana.phone]);
    await crm.viewings.book({
      id: 'TA-101#2090-07-14T1000',
      contact: SEEKERS[1] ?? '',
      listing_id: 'TA-101',
      at: OPEN + 2 * DAY_MS,
      status: 'booked',
      source_id: 'CA1-001-0002-1',
      created_at: OPEN,
    });
    await cheapen();
    await sweepAt(OPEN, automatic());
    expect(heard()).toEqual([1, 0, 1]);
    expect(read(dana.phone)).toEqual([]);
  });

  test('is not written to at night: what was approved waits for the opening', async () => {
    await seek();
    await cheapen();
    await sweepAt(OPEN, parts({}, [dana]));
    await press(dana, NIGHT);
    await sweepAt(NIGHT);
    expect(heard()).toEqual([0, 0, 0]);
    await sweepAt(NEXT_DAY);
    expect(heard()).toEqual([1, 1, 1]);
  });

  test('is not told of a price that changed since, nor of a home that was removed', async () => {
    await seek();
    const cheaper = await cheapen();
    await sweepAt(OPEN, parts({}, [dana]));
    await press(dana);
    await importHomes({ ...cheaper, price_ils: cheaper.price_ils + 500, updated_at: OPEN + 2 });
    await sweepAt(OPEN + 61_000);
    expect(heard()).toEqual([0, 0, 0]);
  });

  test('to whom WhatsApp brings no advertisements gets none, and no second try', async () => {
    const [blocked = ''] = SEEKERS;
    twilio.whatsApp.customer(blocked).behave({ takesMarketing: false });
    await seek();
    await cheapen();
    await sweepAt(OPEN, automatic());
    await expect.poll(() => conversation(blocked).at(0)?.errorCode).toBe(63_049);
    await sweepAt(OPEN + 120_000, automatic());
    await sweepAt(NEXT_DAY, automatic());
    expect(conversation(blocked)).toHaveLength(1);
  });

  test('has the home in the row of the message, for the agent', async () => {
    const [contact = ''] = SEEKERS;
    await seek([contact]);
    await cheapen();
    await sweepAt(OPEN, automatic());
    const [row] = await crm.interactions.recent(contact, 5);
    expect(row).toMatchObject({ status: 'sent', listing_id: 'TA-101', contact });
  });
});

test('an alert is void once its template is refused for three in a row, and spares the others', async () => {
  const contacts = [1, 2, 3, 4, 5].map((number) => `+97250111000${number}`);
  await seek(contacts);
  await cheapen();
  const { contactTemplate, ...others } = automatic();
  const unknown = { ...contactTemplate, templateSid: `HX${'9'.repeat(32)}` };
  await sweepAt(OPEN, { ...others, contactTemplate: unknown });
  await sweepAt(NEXT_DAY, automatic());
  expect(contacts.map((contact) => read(contact).length)).toEqual([0, 0, 0, 0, 0]);
  const rows = await Promise.all(contacts.map((contact) => crm.interactions.recent(contact, 5)));
  const codes = rows.flatMap(([row]) => row?.error_code ?? []);
  expect(codes).toEqual([21655, 21655, 21655]);
});

test('nothing leaves by default settings while those of the office cannot be read', async () => {
  await seek();
  await cheapen();
  const read = () => Promise.reject(new VendorFailed('dynamodb', 'office was not read'));
  const unread = { ...automatic(), office: readOffice({ read }) };
  await expect(sweepAt(OPEN, unread)).rejects.toThrow('office was not read');
  await sweepAt(OPEN + 1_000, automatic());
  expect(heard()).toEqual([1, 1, 1]);
});

describe('a sweep that dies', () => {
  test('between the claim and the message loses none and doubles none', async () => {
    await seek();
    await cheapen();
    const dead = automatic();
    const lost: Messaging = { send: () => Promise.reject(new Error('killed')) };
    await sweepAt(OPEN, { ...dead, messaging: lost });
    expect(heard()).toEqual([0, 0, 0]);
    // The lease of a message is measured by the clock of the process.
    await sweepAt(OPEN + 61_000, automatic());
    expect(heard()).toEqual([0, 0, 0]);
    await endLeases();
    await sweepAt(OPEN + 180_000, automatic());
    expect(heard()).toEqual([1, 1, 1]);
  });

  test('after the message was taken sends no second one', async () => {
    await seek();
    await cheapen();
    const { messaging } = automatic();
    const killed: Messaging = {
      async send(message, signal) {
        await messaging.send(message, signal);
        throw new Error('killed');
      },
    };
    await sweepAt(OPEN, { ...automatic(), messaging: killed });
    await endLeases();
    await sweepAt(OPEN + 61_000, automatic());
    expect(heard()).toEqual([1, 1, 1]);
  });

  test('is followed by another one where its pace ended', async () => {
    await seek();
    await cheapen();
    const slow = { messages: 1, pauseMs: 0, lastsMs: 60_000 };
    await homeAlerting(automatic(), () => OPEN)();
    for (const second of [1, 2, 3, 4]) {
      await alertTelling(automatic(), () => OPEN + second * 1_000, slow)();
    }
    expect(heard()).toEqual([1, 1, 1]);
  });

  test('beside another one writes to each contact once', async () => {
    await seek();
    await cheapen();
    await Promise.all([sweepAt(OPEN, automatic()), sweepAt(OPEN, automatic())]);
    await sweepAt(OPEN + 120_000, automatic());
    expect(heard()).toEqual([1, 1, 1]);
  });
});

/** Ends the leases of all messages, as time does. */
async function endLeases(): Promise<void> {
  const { Items = [] } = await crm.db.send(new ScanCommand({ TableName: 'interactions' }));
  for (const { id } of Items) {
    await crm.db.send(
      new UpdateCommand({
        TableName: 'interactions',
        Key: { id },
        UpdateExpression: 'SET sending_until = :past',
        ExpressionAttributeValues: { ':past': 0 },
      }),
    );
  }
}

import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import ICAL from 'ical.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { viewingCalendar } from '#functions/viewing-calendar.ts';
import { dynamoBrokers } from '#shared/adapters/dynamo/brokers.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCrm } from '#shared/adapters/dynamo/crm.ts';
import { viewingDays } from '#shared/adapters/dynamo/viewing-days.ts';
import { viewingFeed } from '#shared/adapters/icalendar/viewing-calendar.ts';
import type { Broker } from '#shared/domain/office/broker.ts';
import { fromOfficeTime, toOfficeTime } from '#shared/domain/office/office-day.ts';
import { type Viewing, viewingId } from '#shared/domain/office/viewing.ts';
import { withoutPerson } from '#shared/office/broker-roster.ts';
import { newCalendarKey } from '#shared/office/calendar-key.ts';
import { routes } from '#shared/routes.ts';
import { type CrmStore, openCrmStore } from '../crm/crm-store.ts';
import { silenceLog } from '../doors/log.ts';
import { person } from './people-of.ts';

const [dana, yossi] = [person(2, { name: 'דנה' }), person(3, { name: 'יוסי' })];
const owner = person(1, { role: 'owner' });
const at = (time: string) => fromOfficeTime(time) ?? Number.NaN;
const NOW = at('2027-03-21T09:00');

let crm: CrmStore;
let log: readonly string[];
beforeEach(async () => {
  log = silenceLog();
  crm = await openCrmStore();
});
afterEach(() => crm[Symbol.asyncDispose]());

/** Gives a person a new key, and returns it. */
async function keyOf(one: Broker): Promise<string> {
  const { key, hash } = newCalendarKey(one);
  await dynamoBrokers(crm.db).put({ ...one, calendar_hash: hash });
  return key;
}

function ask(query: string, now = NOW) {
  const handler = viewingCalendar(
    {
      brokers: dynamoBrokers(crm.db),
      days: viewingDays(crm.db),
      viewings: crm.viewings,
      listings: crm.listings,
      calls: dynamoCallLogs(crm.db),
      toDocument: (viewings) => viewingFeed(viewings, { name: 'המשרד' }),
    },
    () => now,
  );
  const rawPath = routes['viewing-calendar'].path;
  return handler({ rawPath, rawQueryString: query, headers: {}, isBase64Encoded: false });
}

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
    source_id: `SM${used}-001-0001-1`,
    created_at: NOW,
    ...change,
  };
  const booking = await crm.viewings.book(viewing);
  if (!('booked' in booking)) throw new Error(booking.refused);
  return booking.booked;
}

/** Reads a calendar with a library that did not write it. */
function eventsIn({ body }: { readonly body: string }) {
  const calendar = new ICAL.Component(ICAL.parse(body));
  expect(calendar.getFirstPropertyValue('method')).toBe('PUBLISH');
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid.replace(/@.*/, ''),
      starts: toOfficeTime(event.startDate.toJSDate().getTime()),
      ends: toOfficeTime(event.endDate.toJSDate().getTime()),
      zone: event.startDate.zone.tzid,
      location: event.location,
      description: event.description,
      status: component.getFirstPropertyValue('status'),
      sequence: event.sequence,
    };
  });
}

describe('the calendar of a broker', () => {
  test('shows a viewing with its hour, the whole address, the contact and the lines of the card', async () => {
    const callSid = `CA${'a'.repeat(32)}`;
    const calls = dynamoCallLogs(crm.db);
    await calls.open({ callSid, from: '+972501234567', to: '', status: 'in_progress' }, NOW);
    await crm.db.send(
      new UpdateCommand({
        TableName: 'call_log',
        Key: { call_sid: callSid },
        UpdateExpression: 'SET card = :card',
        ExpressionAttributeValues: { ':card': { lines: ['מחפשים שלושה חדרים', 'נקבע ביקור'] } },
      }),
    );
    await book('2027-03-23T17:00', { source_id: `${callSid}-001-0001-1` });
    const answer = await ask(`feed=${await keyOf(dana)}`);
    expect(answer).toMatchObject({
      statusCode: 200,
      headers: { 'content-type': 'text/calendar; charset=utf-8', 'cache-control': 'private' },
    });
    expect(eventsIn(answer)).toEqual([
      {
        uid: `${callSid}-001-0001-1`,
        starts: '2027-03-23T17:00',
        ends: '2027-03-23T17:30',
        zone: 'Asia/Jerusalem',
        location: 'דיזנגוף 172, תל אביב',
        description: 'משה כהן 0501234567\nמחפשים שלושה חדרים\nנקבע ביקור',
        status: 'CONFIRMED',
        sequence: 0,
      },
    ]);
  });

  test.each([
    ['in spring', '2027-03-21T09:00', ['2027-03-25T10:00', '2027-03-26T10:00', '2027-03-28T10:00']],
    ['in autumn', '2027-10-27T09:00', ['2027-10-29T10:00', '2027-10-31T10:00', '2027-11-01T10:00']],
  ])('keeps the hour where the clock changes %s', async (_, now, times) => {
    for (const time of times) await book(time);
    const events = eventsIn(await ask(`feed=${await keyOf(dana)}`, at(now)));
    expect(events.map(({ starts }) => starts)).toEqual(times);
  });

  test('reaches from a week back until the last day that can be booked, at every hour of the day', async () => {
    const times = ['2027-03-13T10:00', '2027-03-14T10:00', '2027-05-20T23:00', '2027-05-21T10:00'];
    for (const time of times) await book(time);
    const key = await keyOf(dana);
    for (const now of ['2027-03-21T00:10', '2027-03-21T12:00', '2027-03-21T23:50']) {
      const events = eventsIn(await ask(`feed=${key}`, at(now)));
      expect(events.map(({ starts }) => starts)).toEqual(times.slice(1, 3));
    }
  });

  test('marks a viewing that was cancelled, under the same id', async () => {
    const viewing = await book('2027-03-23T17:00');
    await crm.viewings.cancel(viewing);
    await book('2027-03-23T18:00');
    expect(eventsIn(await ask(`feed=${await keyOf(dana)}`))).toMatchObject([
      { uid: viewing.source_id, status: 'CANCELLED', sequence: 1 },
      { status: 'CONFIRMED' },
    ]);
  });

  test('shows a viewing that was moved once, at its new hour and under its first id', async () => {
    const first = await book('2027-03-23T17:00');
    const later = { ...first, id: viewingId('TA-101', at('2027-03-24T11:00')) };
    await crm.viewings.book({ ...later, at: at('2027-03-24T11:00'), source_id: 'SM-moved' }, [
      first,
    ]);
    const key = await keyOf(dana);
    expect(eventsIn(await ask(`feed=${key}`))).toMatchObject([
      { uid: first.source_id, starts: '2027-03-24T11:00', status: 'CONFIRMED', sequence: 1 },
    ]);
    const moved = await crm.viewings.find(later.id);
    if (moved) await crm.viewings.cancel(moved);
    expect(eventsIn(await ask(`feed=${key}`))).toMatchObject([
      { uid: first.source_id, status: 'CANCELLED', sequence: 2 },
    ]);
  });

  test('shows nothing of an erased contact', async () => {
    const viewing = await book('2027-03-23T17:00');
    await crm.viewings.cancel(viewing);
    const office = dynamoCrm(crm.db);
    await office.removeViewings(viewing.contact, await office.viewingsOf(viewing.contact));
    const { body } = await ask(`feed=${await keyOf(dana)}`);
    expect(body).not.toContain('BEGIN:VEVENT');
    const { freed } = await viewingDays(crm.db).read('2027-03-23');
    expect(freed).toEqual([]);
  });

  test('shows no viewing of another broker', async () => {
    await book('2027-03-23T17:00');
    const theirs = await book('2027-03-23T17:00', {
      listing_id: 'HF-401',
      broker_id: yossi.id,
      contact: '+972501111111',
    });
    const events = eventsIn(await ask(`feed=${await keyOf(yossi)}`));
    expect(events.map(({ uid }) => uid)).toEqual([theirs.source_id]);
  });
});

describe('a key', () => {
  test('has more than 128 random bits, and is kept as a hash alone', async () => {
    const key = await keyOf(dana);
    const [, secret = ''] = key.split('.');
    expect(Buffer.from(secret, 'base64url').length * 8).toBeGreaterThanOrEqual(128);
    expect(newCalendarKey(dana).key).not.toBe(key);
    expect(JSON.stringify(await dynamoBrokers(crm.db).all())).not.toContain(secret);
  });

  test.each([
    ['no key', async () => ''],
    ['a key of another shape', async () => 'feed=p2.short'],
    ['a key for an unknown person', async () => `feed=${newCalendarKey(yossi).key}`],
    ['a wrong key for a person with one', async () => `feed=${newCalendarKey(dana).key}`],
    ['the key of one person with the id of another', () => exchanged()],
    ['a key that was taken away', () => afterwards({ calendar_hash: undefined })],
    [
      'a key that a new one replaced',
      () => afterwards({ calendar_hash: newCalendarKey(dana).hash }),
    ],
    ['the key of a person who left', () => afterwards({ active: false })],
  ])('is refused without a reason: %s', async (_, query) => {
    await book('2027-03-23T17:00');
    await keyOf(dana);
    expect(await ask(await query())).toEqual({
      statusCode: 404,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: 'Not found.\n',
    });
  });

  /** Returns a query that opened Dana's calendar before her row changed. */
  async function afterwards(change: Partial<Broker>): Promise<string> {
    const brokers = dynamoBrokers(crm.db);
    const seen = await brokers.find(dana.id);
    const { key, hash } = newCalendarKey(dana);
    const row = { ...dana, calendar_hash: hash, updated_at: 1 };
    await brokers.put(row, seen);
    expect((await ask(`feed=${key}`)).statusCode).toBe(200);
    await brokers.put({ ...row, updated_at: 2, ...change }, row);
    return `feed=${key}`;
  }

  async function exchanged(): Promise<string> {
    const [, secret] = (await keyOf(yossi)).split('.');
    return `feed=${dana.id}.${secret}`;
  }

  test('goes with the person who leaves, and does not come back with them', () => {
    const { hash } = newCalendarKey(dana);
    const left = withoutPerson([owner, { ...dana, calendar_hash: hash }], dana.id, 1);
    expect(left).toMatchObject({ active: false, calendar_hash: undefined });
  });

  test('is in no line of the log, also where the store fails', async () => {
    const key = await keyOf(dana);
    await ask(`feed=${key}`);
    await crm.setFault('down');
    const answer = await ask(`feed=${key}`);
    expect(answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': '600' } });
    expect(log.some((line) => line.includes('calendar.not-read'))).toBe(true);
    expect(log.join()).not.toContain(key.split('.')[1]);
  });
});

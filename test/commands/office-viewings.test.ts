import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createVendorServer } from '#local/aws/vendor-server.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import { officeDay, toOfficeTime } from '#shared/domain/office/office-day.ts';
import { type Viewing, viewingId, viewingReminder } from '#shared/domain/office/viewing.ts';
import { type CrmStore, openCrmStore } from '../crm/crm-store.ts';
import { newSid } from '../twilio-requests.ts';
import { type CommandPlace, openCommandPlace } from './command-place.ts';

const HOUR_MS = 3_600_000;
const DANA = '+972501234567';
/** Three days ahead, at a whole hour. */
const AT = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS + 72 * HOUR_MS;
const LATER = AT + 30 * 60_000;
const viewing: Viewing = {
  id: viewingId('TA-101', AT),
  contact: DANA,
  listing_id: 'TA-101',
  at: AT,
  status: 'booked',
  name: 'דנה',
  source_id: 'CA1-001-0001-1',
  created_at: Date.now(),
};

let opened: AsyncDisposableStack;
let crm: CrmStore;
let office: CommandPlace;
let taken: URLSearchParams[];
beforeEach(async () => {
  opened = new AsyncDisposableStack();
  crm = opened.use(await openCrmStore());
  const twilio = opened.use(await openTwilio());
  const settings = { quiet_hours: 'none', keeps_shabbat: 'no', keeps_holidays: 'no' };
  await dynamoOfficeSettings(crm.db).write({ version: 0, texts: settings }, 0);
  office = opened.use(
    await openCommandPlace('office.ts', {
      dynamoDbEndpoint: crm.endpoint,
      schedulerEndpoint: crm.scheduler.endpoint,
      twilio: { ...account, apiBaseUrl: twilio.endpoint, authToken: '0'.repeat(32) },
      product: { ...product, TWILIO_API_BASE_URL: twilio.endpoint },
    }),
  );
  await crm.viewings.book(viewing);
  const reminder = viewingReminder(await crm.office.settings(), viewing, Date.now());
  if (reminder) await crm.schedules.once(reminder);
});
afterEach(() => opened.disposeAsync());

/** The contact wrote an hour ago. */
async function write() {
  const sid = newSid('SM');
  const key = { id: `whatsapp#${sid}`, channel: 'whatsapp', external_sid: sid };
  const said = { contact: DANA, from_id: `whatsapp:${DANA}`, text: 'שלום', entered_by: 'a' };
  const Item = { ...key, ...said, status: 'read', created_at: Date.now() - HOUR_MS };
  await crm.db.send(new PutCommand({ TableName: 'interactions', Item }));
}
const rows = async () =>
  (await crm.viewings.ofContact(DANA, 0)).map(({ at, status }) => [at, status]);

describe('npm run office -- viewings', () => {
  test('shows the booked viewings ahead, and those of a day', async () => {
    const { code, out } = await office.run('viewings');
    expect([code, out]).toEqual([0, expect.stringContaining(`${viewing.id}  ${DANA}`)]);
    expect(out).toMatch(/\u2067דנה\u2069 · \u2067דיזנגוף.*, תל אביב\u2069/);
    const { out: json } = await office.run('viewings', '--day', officeDay(AT), '--json');
    expect(JSON.parse(json)).toMatchObject([{ id: viewing.id, at: AT }]);
    expect((await office.run('viewings', '--day', '2030-01-01')).out).toContain('No viewing');
  });

  test('cancels one, tells a contact who wrote within a day, and takes the reminder back', async () => {
    await write();
    const done = await office.run('viewings', 'cancel', viewing.id, '--because', 'הדירה הושכרה');
    expect(done).toMatchObject({ code: 0, out: expect.stringContaining('told by WhatsApp') });
    expect(taken.map((form) => [form.get('To'), form.get('Body')])).toEqual([
      [
        `whatsapp:${DANA}`,
        expect.stringMatching(
          /^שלום, כאן המשרד\. הביקור .* דיזנגוף, תל אביב, בוטל\. הדירה הושכרה\./,
        ),
      ],
    ]);
    expect([await rows(), await crm.scheduled()]).toEqual([[[AT, 'cancelled']], {}]);
    expect(await crm.tasks.allOpen()).toEqual([]);
    const again = await office.run('viewings', 'cancel', viewing.id);
    expect(again).toMatchObject({ code: 1, out: expect.stringContaining('no booked viewing') });
    expect(taken).toHaveLength(1);
  });

  test('says whom to call where the contact cannot be written to', async () => {
    const done = await office.run('viewings', 'cancel', viewing.id, '--json');
    expect([done.code, JSON.parse(done.out)]).toMatchObject([1, { told: 'window-closed' }]);
    expect([taken, await rows()]).toEqual([[], [[AT, 'cancelled']]]);
    expect(await crm.tasks.allOpen()).toMatchObject([
      {
        kind: 'viewing',
        contact: DANA,
        name: 'דנה',
        listing_id: 'TA-101',
        words: expect.stringMatching(/המשרד ביטל את הביקור.*הלקוח עוד לא יודע/),
      },
    ]);
  });

  test('leaves a task for a contact who is not told of a move at night', async () => {
    const night = { quiet_hours: '00:00-23:59', keeps_shabbat: 'no', keeps_holidays: 'no' };
    await dynamoOfficeSettings(crm.db).write({ version: 1, texts: night }, 0);
    const done = await office.run('viewings', 'move', viewing.id, toOfficeTime(LATER), '--json');
    expect(JSON.parse(done.out)).toMatchObject({ told: 'quiet-time' });
    expect(await crm.tasks.allOpen()).toMatchObject([
      { kind: 'viewing', contact: DANA, words: expect.stringContaining('המועד החדש') },
    ]);
  });

  test('moves one, tells its new time by the template, and reminds of it', async () => {
    const done = await office.run('viewings', 'move', viewing.id, toOfficeTime(LATER));
    expect(done).toMatchObject({ code: 0, out: expect.stringContaining('Moved to') });
    expect(taken.map((form) => form.get('ContentSid'))).toEqual([TEMPLATE]);
    expect(taken[0]?.get('ContentVariables')).toContain(toOfficeTime(LATER).slice(-5));
    expect((await rows()).filter(([, status]) => status === 'booked')).toEqual([[LATER, 'booked']]);
    const names = Object.keys(await crm.scheduled());
    expect(names).toEqual([expect.stringMatching(/^remind-office-/)]);
  });

  test('tells in words what went wrong, and shows the log where it is asked for', async () => {
    await write();
    const { err } = await office.run('viewings', 'cancel', viewing.id);
    expect(err).toBe('');
    await crm.viewings.book({ ...viewing, source_id: 'CA3' });
    await crm.scheduler.setFault('down');
    const plain = await office.run('viewings', 'cancel', viewing.id);
    expect(plain.out).toMatch(/^Office of .*\nCancelled: .*\n.* was told by WhatsApp\.\n$/);
    expect(plain.err).toMatch(/^viewing\.still-reminded: .+\n$/);
    await crm.viewings.book({ ...viewing, source_id: 'CA4' });
    const logged = await office.run('viewings', 'cancel', viewing.id, '--log');
    expect(logged.out).not.toContain('{');
    const lines = logged.err.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).event)).toContain('viewing.still-reminded');
  });

  test('moves none onto another, and names the next free times', async () => {
    const other = { ...viewing, id: viewingId('TA-101', LATER), at: LATER };
    await crm.viewings.book({ ...other, contact: '+972521112233', source_id: 'CA2' });
    const done = await office.run('viewings', 'move', viewing.id, toOfficeTime(LATER), '--json');
    expect([done.code, JSON.parse(done.out)]).toMatchObject([1, { unchanged: 'taken' }]);
    expect(JSON.parse(done.out).free).toHaveLength(3);
    expect([taken, await rows()]).toEqual([[], [[AT, 'booked']]]);
  });

  test.each([
    [['move', 'a'], 'viewings move takes an id and a time'],
    [['move', 'a', 'noon'], 'not "noon"'],
    [['cancel'], 'takes the id of a viewing'],
    [['lose', 'a'], 'viewings takes nothing, cancel and an id'],
    [['--day', 'today'], '--day takes a day to list'],
    [['--because', 'a'], '--because belongs to viewings cancel'],
  ])('refuses %j: %s', async (args, words) => {
    const { code, err } = await office.run('viewings', ...args);
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
  });
});

const TEMPLATE = `HX${'a'.repeat(32)}`;
const account = { accountSid: `AC${'0'.repeat(32)}` };
const product = {
  PUBLIC_BASE_URL: 'https://voice.example.com',
  TWILIO_ACCOUNT_SID: account.accountSid,
  OFFICE_NAME: 'המשרד',
  WHATSAPP_SENDER: '+97233000001',
  WHATSAPP_REMINDER_TEMPLATE: TEMPLATE,
  FUNCTION_ARN_PREFIX: 'arn:aws:lambda:us-east-1:000000000000:function:',
  SCHEDULE_ROLE_ARN: 'arn:aws:iam::000000000000:role/schedules',
  DEAD_LETTER_ARN: 'arn:aws:sqs:us-east-1:000000000000:dead-letters',
};

/** Opens a tiny Twilio that takes every message. */
async function openTwilio() {
  taken = [];
  return createVendorServer({
    answer({ body }) {
      taken.push(new URLSearchParams(body.toString()));
      const headers = { 'content-type': 'application/json' };
      return { status: 201, headers, body: JSON.stringify({ sid: newSid('SM') }) };
    },
    maxBodyBytes: 65_536,
    tooLarge: { status: 413 },
    throttled: { status: 429 },
    broken: () => ({ status: 500 }),
  });
}

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { remind } from '#functions/remind.ts';
import { createVendorServer, type VendorAnswer } from '#local/aws/vendor-server.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoNotices } from '#shared/adapters/dynamo/notices.ts';
import { twilioMessaging } from '#shared/adapters/twilio/messaging.ts';
import { twilioRest } from '#shared/adapters/twilio/rest.ts';
import type { Viewing } from '#shared/domain/office/viewing.ts';
import { type CrmStore, openCrmStore } from '../crm/crm-store.ts';
import { json } from '../json-answer.ts';

const DANA = '+972501234567';
const TEMPLATE = `HX${'a'.repeat(32)}`;
const SENDER = '+97233000001';
const HOUR_MS = 3_600_000;
const NOW = Date.now();

let crm: CrmStore;
let twilio: Awaited<ReturnType<typeof openTwilio>>;
beforeEach(async () => {
  [crm, twilio] = [await openCrmStore(), await openTwilio()];
});
afterEach(async () => {
  vi.useRealTimers();
  await crm[Symbol.asyncDispose]();
  await twilio[Symbol.asyncDispose]();
});

const viewing: Viewing = {
  id: 'TA-101#1',
  contact: DANA,
  listing_id: 'TA-101',
  at: NOW + 2 * HOUR_MS,
  status: 'booked',
  source_id: 'CA1-001-0001-1',
  created_at: NOW,
};
const due = { kind: 'viewing', viewingId: viewing.id, sourceId: viewing.source_id };

const parts = () => ({
  ...crm,
  config: {
    officeName: 'המשרד',
    whatsapp: {
      sender: SENDER,
      reminderTemplate: TEMPLATE,
      followUpTemplate: undefined,
      staffTemplate: undefined,
      staffAlertTemplate: undefined,
      alertTemplate: undefined,
      followsUp: false,
    },
  },
  notices: dynamoNotices(crm.db),
  calls: dynamoCallLogs(crm.db),
  messaging: twilioMessaging({
    rest: twilioRest(
      { accountSid: 'AC1', apiBaseUrl: twilio.endpoint },
      { twilioAuthToken: 'token' },
    ),
    publicBaseUrl: 'https://voice.example.com',
    sender: SENDER,
  }),
});

test('a reminder arrives as a template, with our name for it where Twilio tells of it', async () => {
  await crm.viewings.book(viewing);
  await remind(parts())(due);
  expect(twilio.taken).toEqual([
    {
      To: `whatsapp:${DANA}`,
      From: `whatsapp:${SENDER}`,
      StatusCallback: 'https://voice.example.com/webhook/whatsapp/status?id=remind-CA1-001-0001-1',
      ContentSid: TEMPLATE,
      ContentVariables: expect.stringContaining('"3":"דיזנגוף 172, תל אביב"'),
    },
  ]);
});

test('a reminder that Twilio took without an answer is not sent twice', async () => {
  await crm.viewings.book(viewing);
  twilio.answersLost = 1;
  await remind(parts())(due);
  expect(twilio.taken).toHaveLength(1);
  const [row] = await crm.interactions.recent(DANA, 1);
  expect(row).toMatchObject({ status: 'sent', reply_sid: expect.stringMatching(/^SM/) });
});

test('a reminder whose function died before it could note it is not sent twice', async () => {
  await crm.viewings.book(viewing);
  const died = Promise.withResolvers<never>();
  const dies = { ...dynamoNotices(crm.db), settle: () => died.promise };
  void remind({ ...parts(), notices: dies })(due);
  await vi.waitFor(() => expect(twilio.taken).toHaveLength(1));
  vi.useFakeTimers({ toFake: ['Date'], now: NOW + HOUR_MS });
  await remind(parts())(due);
  expect(twilio.taken).toHaveLength(1);
  const [row] = await crm.interactions.recent(DANA, 1);
  expect(row).toMatchObject({ status: 'sent', reply_sid: expect.stringMatching(/^SM/) });
});

/** Opens a tiny Twilio that takes messages and lists them. */
async function openTwilio() {
  const taken: Record<string, string>[] = [];
  const world = { answersLost: 0 };
  const listed = () =>
    taken.map((form, index) => ({
      sid: sidOf(index),
      direction: 'outbound-api',
      body: Object.values(JSON.parse(form['ContentVariables'] ?? '{}')).join(' ~ '),
      date_created: new Date().toUTCString(),
    }));
  const server = await createVendorServer({
    answer({ method, body }): VendorAnswer {
      if (method === 'GET') return json(200, { messages: listed() });
      taken.push(Object.fromEntries(new URLSearchParams(body.toString())));
      if (world.answersLost-- > 0) return { status: 500 };
      return json(201, { sid: sidOf(taken.length - 1) });
    },
    maxBodyBytes: 65_536,
    tooLarge: { status: 413 },
    throttled: { status: 429 },
    broken: () => ({ status: 500 }),
  });
  return Object.assign(world, { ...server, taken });
}

function sidOf(index: number): string {
  return `SM${String(index).padStart(32, '0')}`;
}

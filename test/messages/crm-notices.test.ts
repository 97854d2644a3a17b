import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { followUp } from '#functions/follow-up.ts';
import { remind } from '#functions/remind.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallTurns } from '#shared/adapters/dynamo/call-turns.ts';
import { dynamoNotices } from '#shared/adapters/dynamo/notices.ts';
import { createToolbox } from '#shared/agent/toolbox.ts';
import type { ToolTurn } from '#shared/agent/tools/tool.ts';
import { VendorFailed } from '#shared/errors.ts';
import type { OutgoingMessage, SentMessage } from '#shared/ports/messages.ts';
import type { Toolbox } from '#shared/ports/speech.ts';
import { type CrmStore, openCrmStore } from '../crm/crm-store.ts';
import { openFunctions } from '../functions.ts';
import { officeOf } from '../office/office-of.ts';
import { peopleOf, person } from '../office/people-of.ts';
import { callFields, newSid } from '../twilio-requests.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MESSAGE = `SM${'1'.repeat(32)}`;
/** A Monday, 11:35 in Israel. */
const TODAY = Date.parse('2090-11-20T09:35:00Z');

let crm: CrmStore;
const logged: string[] = [];
let contact: string;
let callSid: string;
let sent: OutgoingMessage[];
let answer: () => Promise<SentMessage>;
beforeEach(async () => {
  vi.spyOn(console, 'log').mockImplementation((line: string) => void logged.push(line));
  crm = await openCrmStore();
  vi.useFakeTimers({ toFake: ['Date'], now: TODAY });
  contact = '+972502000000';
  callSid = newSid('CA');
  sent = [];
  answer = async () => ({ sid: MESSAGE });
  logged.length = 0;
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await crm[Symbol.asyncDispose]();
});

const whatsapp = {
  sender: '+97233000001',
  reminderTemplate: `HX${'a'.repeat(32)}`,
  followUpTemplate: `HX${'b'.repeat(32)}`,
  staffTemplate: undefined,
  staffAlertTemplate: undefined,
  alertTemplate: undefined,
  followsUp: true,
};
type WhatsApp = { [Name in keyof typeof whatsapp]: (typeof whatsapp)[Name] | undefined };

/** Parts of a function, with a Twilio that this test plays. */
const parts = (change: Partial<WhatsApp> = {}) => ({
  ...crm,
  config: { officeName: 'נדל"ן הצפון', whatsapp: { ...whatsapp, ...change } as typeof whatsapp },
  calls: dynamoCallLogs(crm.db),
  turns: dynamoCallTurns(crm.db),
  notices: dynamoNotices(crm.db),
  messaging: {
    async send(message: OutgoingMessage) {
      sent.push(message);
      return answer();
    },
  },
});
const row = async (id: string) =>
  (await crm.db.send(new GetCommand({ TableName: 'interactions', Key: { id: `whatsapp#${id}` } })))
    .Item;

const openToolbox = (turn: Partial<ToolTurn> = {}, followsUp = true) =>
  createToolbox(
    { ...crm, now: () => Date.now(), followsUp },
    {
      channel: 'phone',
      contact: async () => contact,
      id: callSid,
      holdsCall: async () => true,
      end: () => {},
      officeAnswers: true,
      ...turn,
    },
  );
/** Uses a tool as the agent does in a turn of the call. */
const use = async (name: string, sentArguments: object, turn = 1) => {
  const toolbox = openToolbox({ id: `${callSid}-001-${String(turn).padStart(4, '0')}` });
  const call = { name, arguments: JSON.stringify(sentArguments) };
  return JSON.parse(await toolbox.use(call, AbortSignal.timeout(5_000)));
};
/** Returns the schedule of a name. */
const scheduled = async (name: string) => (await crm.scheduled())[name];
/** Sets the clock to the moment of a schedule, and returns its input. */
const due = async (name: string) => {
  const { at, input } = await scheduled(name);
  vi.setSystemTime(Date.parse(`${at}Z`));
  return input;
};

/** An office that sends nothing by itself until eleven at night. */
const quietNow = officeOf({ quiet_hours: { from: '00:00', to: '23:00' } });

/** A viewing of TA-101 on Wednesday, two days ahead. */
const book = async () => {
  await use('book_viewing', { listing_id: 'TA-101', at: '2090-11-22T11:30', name: null });
  return { id: `remind-${callSid}-001-0001-1`, at: Date.parse('2090-11-22T09:30:00Z') };
};

describe('a viewing that was booked', () => {
  test('is reminded of by template, two hours before by the clocks of Israel', async () => {
    const { at, id } = await book();
    const input = await due(id);
    expect(Date.now()).toBe(at - 2 * HOUR_MS);
    await remind(parts())(input);
    expect(sent).toEqual([
      {
        id,
        to: contact,
        templateSid: whatsapp.reminderTemplate,
        triedSince: undefined,
        variables: {
          1: 'נדל"ן הצפון',
          2: 'יום רביעי, 22 בנובמבר, בשעה 11:30',
          3: 'דיזנגוף 172, תל אביב',
        },
      },
    ]);
    expect(await row(id)).toMatchObject({
      channel: 'whatsapp',
      contact,
      to_id: `whatsapp:${contact}`,
      from_id: 'whatsapp:+97233000001',
      external_sid: id,
      reply_sid: MESSAGE,
      status: 'sent',
      reply_text: expect.stringContaining('תזכורת לביקור שלכם'),
      created_at: Date.now(),
    });
  });

  test('is reminded of once, however often the moment comes', async () => {
    const { id } = await book();
    const input = await due(id);
    await Promise.all([1, 2, 3].map(() => remind(parts())(input)));
    await remind(parts())(input);
    expect(sent).toHaveLength(1);
  });

  test('is not reminded of in a quiet time, also where the office set it since', async () => {
    const { id } = await book();
    const input = await due(id);
    await remind({ ...parts(), office: quietNow })(input);
    expect([sent, await row(id)]).toEqual([[], undefined]);
    expect(logged.join()).toContain('quiet-time');
    await remind({ ...parts(), office: quietNow })(input);
    expect(await crm.tasks.allOpen()).toMatchObject([
      {
        kind: 'viewing',
        contact,
        listing_id: 'TA-101',
        words: expect.stringContaining('22 בנובמבר, בשעה 11:30'),
      },
    ]);
  });

  test('of a contact to whom the office cannot or may not write leaves no task in a quiet time', async () => {
    const { id } = await book();
    const input = await due(id);
    await remind({ ...parts({ reminderTemplate: undefined }), office: quietNow })(input);
    expect(logged.join()).toContain('no-whatsapp');
    await crm.leads.optOut(contact, Date.now());
    await remind({ ...parts(), office: quietNow })(input);
    expect(logged.join()).toContain('opted-out');
    expect([sent, await crm.tasks.allOpen()]).toEqual([[], []]);
  });

  test('whose reminder is dropped at a later attempt has a row that says why', async () => {
    const { id } = await book();
    const input = await due(id);
    answer = async () => {
      throw new VendorFailed('twilio', 'a message was not sent');
    };
    await remind(parts())(input);
    expect(await row(id)).toMatchObject({ status: 'replied' });
    await remind({ ...parts(), office: quietNow })(await due(`${id}-1`));
    expect(await row(id)).toMatchObject({ status: 'failed', failure: 'quiet-time' });
    expect(await row(id)).not.toHaveProperty('sending_until');
    // A late repeat of the schedule changes nothing.
    answer = async () => ({ sid: MESSAGE });
    const attempts = sent.length;
    await remind(parts())({ ...input, attempt: 1 });
    expect(sent).toHaveLength(attempts);
  });

  test('whose reminder went out keeps its row, whatever is dropped later', async () => {
    const { id } = await book();
    const input = await due(id);
    await remind(parts())(input);
    await remind({ ...parts(), office: quietNow })({ ...input, attempt: 1 });
    expect(await row(id)).toMatchObject({ status: 'sent', reply_sid: MESSAGE });
  });

  test('is not reminded of once it was called off, or moved', async () => {
    const { id } = await book();
    const input = await due(id);
    vi.setSystemTime(TODAY);
    const moved = { listing_id: 'TA-101', at: '2090-11-23T18:00', name: null };
    await use('book_viewing', moved, 2);
    expect(await scheduled(id)).toBeUndefined();
    // The schedule fires while it is cancelled.
    await remind(parts())(input);
    expect([sent, await row(id)]).toEqual([[], undefined]);
    await remind(parts())(await due(`remind-${callSid}-001-0002-1`));
    expect(sent).toHaveLength(1);
  });

  test('is not reminded of when another contact has that half hour by then', async () => {
    const { id } = await book();
    const input = await due(id);
    vi.setSystemTime(TODAY);
    const booked = await crm.viewings.find(input.viewingId);
    expect(booked && (await crm.viewings.cancel(booked))).toBe(true);
    const first = contact;
    contact = `${contact}1`;
    callSid = newSid('CA');
    await book();
    await remind(parts())(input);
    expect(sent).toEqual([]);
    expect(await crm.viewings.find(input.viewingId)).not.toMatchObject({ contact: first });
  });

  test('is not reminded of when it has begun', async () => {
    const { id, at } = await book();
    const input = await due(id);
    vi.setSystemTime(at);
    await remind(parts())(input);
    expect(sent).toEqual([]);
  });

  test('is not reminded of where the contact wants no messages, and the office sees it', async () => {
    const { id } = await book();
    await crm.leads.optOut(contact, Date.now());
    await remind(parts())(await due(id));
    expect(sent).toEqual([]);
    expect(await row(id)).toMatchObject({ status: 'failed', failure: 'opted-out' });
  });

  test('is not reminded of where the office is not on WhatsApp', async () => {
    const { id } = await book();
    const input = await due(id);
    await remind(parts({ sender: undefined }))(input);
    await remind(parts({ reminderTemplate: undefined }))(input);
    expect([sent, await row(id)]).toEqual([[], undefined]);
  });

  test('shows the office why Twilio refused its reminder, and that is not tried again', async () => {
    const { id } = await book();
    answer = async () => ({ refused: 63016 });
    const input = await due(id);
    await remind(parts())(input);
    await remind(parts())(input);
    expect(sent).toHaveLength(1);
    expect(await row(id)).toMatchObject({
      status: 'failed',
      failure: 'refused',
      error_code: 63016,
    });
  });

  test('marks its contact as opted out where they unsubscribed at Twilio', async () => {
    const { id } = await book();
    answer = async () => ({ refused: 21610 });
    await remind(parts())(await due(id));
    expect(await crm.leads.find(contact)).toMatchObject({ opted_out_at: Date.now() });
  });
});

describe('a reminder of which it is not known whether it went out', () => {
  const isAway = async () => {
    throw new VendorFailed('twilio', 'a message was not sent');
  };

  test('is looked for and sent later, in time for the viewing', async () => {
    const { id } = await book();
    answer = isAway;
    const input = await due(id);
    const firstAt = Date.now();
    await remind(parts())(input);
    answer = async () => ({ sid: MESSAGE });
    await remind(parts())(await due(`${id}-1`));
    expect(sent.map(({ triedSince }) => triedSince)).toEqual([undefined, firstAt]);
    expect(await row(id)).toMatchObject({ status: 'sent', created_at: firstAt });
  });

  test('is not sent again when Twilio tells meanwhile that it arrived', async () => {
    const { id } = await book();
    answer = isAway;
    await remind(parts())(await due(id));
    await crm.db.send(
      new UpdateCommand({
        TableName: 'interactions',
        Key: { id: `whatsapp#${id}` },
        UpdateExpression: 'SET #status = :delivered',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':delivered': 'delivered' },
      }),
    );
    await remind(parts())(await due(`${id}-1`));
    expect(sent).toHaveLength(1);
    expect(await row(id)).toMatchObject({ status: 'delivered' });
  });

  test('is given up in the end, in the CRM and as a dead letter', async () => {
    const { id } = await book();
    answer = isAway;
    await remind(parts())(await due(id));
    await remind(parts())(await due(`${id}-1`));
    await remind(parts())(await due(`${id}-2`));
    const last = await due(`${id}-3`);
    await expect(remind(parts())(last)).rejects.toThrow('a message was not sent');
    expect(await row(id)).toMatchObject({ status: 'failed', failure: 'unreachable' });
    expect(sent).toHaveLength(4);
    expect(logged.join()).toContain('NoticesGivenUp');
  });

  test('is left to the attempt that is sending it', async () => {
    const { id } = await book();
    const input = await due(id);
    const gate = Promise.withResolvers<SentMessage>();
    answer = () => gate.promise;
    const first = remind(parts())(input);
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    await remind(parts())(input);
    gate.resolve({ sid: MESSAGE });
    await first;
    expect(sent).toHaveLength(1);
    await remind(parts())(await due(`${id}-1`));
    expect(sent).toHaveLength(1);
  });
});

test('a status that Twilio told before the answer to the sending came is not moved back', async () => {
  const { id } = await book();
  answer = async () => {
    await crm.db.send(
      new UpdateCommand({
        TableName: 'interactions',
        Key: { id: `whatsapp#${id}` },
        UpdateExpression: 'SET #status = :read',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':read': 'read' },
      }),
    );
    return { sid: MESSAGE };
  };
  await remind(parts())(await due(id));
  expect(await row(id)).toMatchObject({ status: 'read', reply_sid: MESSAGE });
});

test('a schedule of the time before tasks does nothing', async () => {
  await remind(parts())({ kind: 'callback', callbackId: `${callSid}-001-0001-1` });
  expect(sent).toEqual([]);
});

describe('after a call', () => {
  const called = async (change: { hasConsent?: boolean; said?: string; heard?: string } = {}) => {
    const { hasConsent = true, said = 'אני מחפש דירה בתל אביב', heard = '' } = change;
    const call = { callSid, from: contact, to: '+97233000000', status: 'completed' } as const;
    await parts().calls.open(call, Date.now());
    await parts().turns.insert({
      call_sid: callSid,
      id: '001-0001',
      mode: 'live',
      started_at: Date.now(),
      user_text: said,
      heard_text: heard,
    });
    const source = { channel: 'whatsapp', id: 'SM1', words: 'חזור' } as const;
    if (hasConsent) await crm.leads.optIn(contact, Date.now(), source);
    return { callSid };
  };

  test('a contact who agreed is written to once: what was spoken of, what was booked, what was left', async () => {
    await book();
    const input = await called({ heard: 'יש דירה בבן יהודה 34, תל אביב. ויש בדיזנגוף 172.' });
    await parts().calls.recorded(callSid, { recordingSid: newSid('RE') }, Date.now());
    await followUp(parts())(input);
    await followUp(parts())(input);
    const id = `follow-up-${callSid}`;
    expect(sent).toMatchObject([{ id, to: contact, templateSid: whatsapp.followUpTemplate }]);
    const { text = '' } = { text: String((await row(id))?.['reply_text']) };
    expect(text).toContain('קיבלנו את ההודעה שהשארתם');
    expect(text).toContain('נקבע ביקור: יום רביעי, 22 בנובמבר, בשעה 11:30, דיזנגוף 172, תל אביב.');
    expect(text.match(/דיזנגוף/g)).toHaveLength(1);
  });

  test('a person of the office who tries the agent is not written to', async () => {
    const input = await called({ heard: 'יש דירה בבן יהודה 34, תל אביב.' });
    const brokers = peopleOf(person(1, { phone: contact }));
    await followUp({ ...parts(), brokers })(input);
    expect(sent).toEqual([]);
  });

  test('a contact who said yes to the agent is written to, and is asked only where the office does that', async () => {
    const input = await called({ hasConsent: false });
    expect(await use('agree_to_messages', {})).toEqual({ noted: true });
    await followUp(parts())(input);
    expect(sent).toHaveLength(1);
    const hasTool = ({ tools }: Toolbox) => tools.some(({ name }) => name === 'agree_to_messages');
    expect(hasTool(openToolbox())).toBe(true);
    expect(hasTool(openToolbox({}, false))).toBe(false);
    expect(hasTool(openToolbox({ end: undefined }))).toBe(false);
    const withheld = openToolbox({ contact: async () => undefined });
    const call = { name: 'agree_to_messages', arguments: '{}' };
    expect(await withheld.use(call, AbortSignal.timeout(5_000))).toContain('no_number');
  });

  test('a contact who refused messages on the phone is not written to, though they say yes later', async () => {
    await book();
    const input = await called({ hasConsent: false });
    expect(await use('agree_to_messages', {})).toEqual({ noted: true });
    expect(await use('stop_messages', {}, 2)).toEqual({ stopped: true });
    expect(await use('agree_to_messages', {}, 3)).toEqual({ noted: false, reason: 'opted_out' });
    expect(await crm.leads.find(contact)).toMatchObject({
      opted_out_channel: 'phone',
      opted_out_id: `${callSid}-001-0002-1`,
    });
    await followUp(parts())(input);
    await remind(parts())(await due(`remind-${callSid}-001-0001-1`));
    expect(sent).toEqual([]);
    const withheld = openToolbox({ contact: async () => undefined });
    const call = { name: 'stop_messages', arguments: '{}' };
    expect(await withheld.use(call, AbortSignal.timeout(5_000))).toContain('no_number');
  });

  test('a contact who refuses while their follow-up is tried again is not written to', async () => {
    const input = await called();
    answer = async () => {
      throw new VendorFailed('twilio', 'a message was not sent');
    };
    await followUp(parts())(input);
    await crm.leads.optOut(contact, Date.now() + 1);
    answer = async () => ({ sid: MESSAGE });
    const attempts = sent.length;
    await followUp(parts())(await due(`follow-up-${callSid}-1`));
    expect(sent).toHaveLength(attempts);
  });

  test('a follow-up that the office turned off before it is tried again has a row that says so', async () => {
    const input = await called();
    answer = async () => {
      throw new VendorFailed('twilio', 'a message was not sent');
    };
    await followUp(parts())(input);
    const attempts = sent.length;
    const later = await due(`follow-up-${callSid}-1`);
    await followUp(parts({ followsUp: false }))(later);
    expect(await row(`follow-up-${callSid}`)).toMatchObject({
      status: 'failed',
      failure: 'no-whatsapp',
    });
    expect(sent).toHaveLength(attempts);
  });

  test('a follow-up that falls into a quiet time waits for its end, and then leaves once', async () => {
    const input = await called();
    await followUp({ ...parts(), office: quietNow })(input);
    expect(sent).toEqual([]);
    const later = await due(`follow-up-${callSid}-quiet`);
    // 23:00 in Israel, when the quiet time is over.
    expect(Date.now()).toBe(Date.parse('2090-11-20T21:00:00Z'));
    await followUp({ ...parts(), office: quietNow })(later);
    expect(sent).toHaveLength(1);
  });

  test.each([
    ['who did not agree to it', { hasConsent: false }, {}],
    ['who said nothing', { said: ' ' }, {}],
    ['anybody where the office does not do that', {}, { followsUp: false }],
  ] as const)('does not write to %s', async (_, change, config) => {
    const input = await called(change);
    await followUp(parts(config as Partial<WhatsApp>))(input);
    expect([sent, await row(`follow-up-${callSid}`)]).toEqual([[], undefined]);
  });

  test('the follow-up of a completed call is scheduled once, however often Twilio reports its end', async () => {
    await using product = await openFunctions('http://127.0.0.1:1');
    const { config } = product.parts;
    const others = { config: { ...config, whatsapp }, schedules: crm.schedules };
    const end = (CallStatus: string, change: object = others) =>
      product.post(
        'call-status',
        callFields({ CallSid: callSid, CallStatus, From: contact }),
        '',
        change,
      );
    await product.post('incoming-call', callFields({ CallSid: callSid, From: contact }));
    await end('in-progress');
    await end('no-answer');
    callSid = newSid('CA');
    await end('completed', { schedules: crm.schedules });
    expect(await crm.scheduled()).toEqual({});
    expect(await end('completed')).toMatchObject({ statusCode: 204 });
    await end('completed');
    expect(await crm.scheduled()).toEqual({
      [`follow-up-${callSid}`]: {
        at: '2090-11-20T09:37:00',
        to: 'follow-up',
        input: { callSid },
      },
    });
    expect(await product.parts.leads.find(contact)).toMatchObject({ source: 'phone' });
    await crm.scheduler.setFault('down');
    callSid = newSid('CA');
    expect(await end('completed')).toMatchObject({ statusCode: 204 });
    await crm.scheduler.setFault('none');
  });

  test('a withheld number is not noted, and nothing is scheduled for it', async () => {
    await using product = await openFunctions('http://127.0.0.1:1');
    const others = { config: { ...product.parts.config, whatsapp }, schedules: crm.schedules };
    const end = callFields({ CallSid: callSid, CallStatus: 'completed', From: '+266696687' });
    expect(await product.post('call-status', end, '', others)).toMatchObject({ statusCode: 204 });
    expect(await crm.scheduled()).toEqual({});
    expect((await product.rows())['leads']).toEqual([]);
  });

  test('a contact who took the agreement back is not written to, nor one of an unknown call', async () => {
    const input = await called();
    await crm.leads.optOut(contact, Date.now() + DAY_MS);
    await followUp(parts())(input);
    await followUp(parts())({ callSid: newSid('CA') });
    expect(sent).toEqual([]);
  });
});

test('no log line holds a contact or the words of a message', async () => {
  const { id } = await book();
  await remind(parts())(await due(id));
  const callback = {
    at: null,
    reason: 'מחיר',
    phone: null,
    name: null,
    asked_for: null,
    listing_id: null,
  };
  await use('request_callback', callback, 3);
  expect(logged.length).toBeGreaterThan(2);
  for (const line of logged) {
    expect(line).not.toContain(contact);
    expect(line).not.toMatch(/[א-ת]/);
  }
});

test('an input that is not a reminder is refused', async () => {
  await expect(remind(parts())({ kind: 'cake' })).rejects.toThrow();
});

import { levelDbfs } from '@agent-locator/audio/mulaw.ts';
import twilio from 'twilio';
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import type { Office } from 'twilio-exchange/twiml/verbs/office.ts';
import { expect, test } from 'vitest';
import { startApplication, twiml } from './application.ts';
import { authToken, caller, happened, openExchange, rest } from './world.ts';

const OFFICE = '+97231234567';
const quick: Partial<Office> = { ringMs: 60, talkMs: 200 };

/** An application that dials the office for every caller. */
function dialling(attributes = '', whisper = twiml('<Say>A caller</Say>')) {
  return startApplication({
    '/voice': twiml(
      `<Dial action="/dialled" callerId="+97233000000" ${attributes}>`,
      `<Number url="/whisper">${OFFICE}</Number>`,
      '</Dial>',
    ),
    '/whisper': whisper,
    '/dialled': twiml('<Hangup/>'),
    '/next': twiml('<Hangup/>'),
  });
}

test.concurrent('an office that answers hears the whisper, then talks, and the action gets the duration', async () => {
  await using application = await dialling();
  await using exchange = await openExchange(application, { office: quick });

  const { events, errors, endedBy } = await exchange.dial({ from: caller }).ended;

  const line = events.filter(({ type }) => type !== 'webhook' && type !== 'answered');
  expect(line).toMatchObject([
    { type: 'ringing', to: OFFICE },
    { type: 'whispered', text: 'A caller' },
    { type: 'bridged' },
    { type: 'dial-ended', status: 'completed' },
    { type: 'ended', by: 'twiml' },
  ]);
  const bridged = events.find((event) => event.type === 'bridged');
  expect(application.forms('/dialled')).toMatchObject([
    {
      CallStatus: 'in-progress',
      DialCallStatus: 'completed',
      DialCallSid: bridged?.dialCallSid,
      DialCallDuration: expect.stringMatching(/^[01]$/),
      DialBridged: 'true',
    },
  ]);
  expect([errors, endedBy]).toEqual([[], 'twiml']);
});

test.concurrent('the caller hears ringing during the whisper only where the dial says so', async () => {
  const deadAirOf = async (attributes: string) => {
    await using application = await dialling(attributes, twiml('<Pause length="3"/>'));
    await using exchange = await openExchange(application, { office: quick });
    return (await exchange.dial({ from: caller }).ended).longestDeadAirMs;
  };
  const [ringing, silent] = await Promise.all(['answerOnBridge="true"', ''].map(deadAirOf));
  expect(ringing).toBeLessThan(1_000);
  expect(silent).toBeGreaterThan(2_500);
});

test.concurrent('the whisper is requested and signed with the facts of the second leg', async () => {
  await using application = await dialling();
  await using exchange = await openExchange(application, { office: quick });

  const call = exchange.dial({ from: caller });
  const { headers, form } = await application.asked('/whisper');
  await call.ended;

  expect(form).toMatchObject({
    CallSid: expect.stringMatching(/^CA[0-9a-f]{32}$/),
    ParentCallSid: call.callSid,
    CallStatus: 'in-progress',
    Direction: 'outbound-dial',
    From: '+97233000000',
    To: OFFICE,
  });
  expect(form.CallSid).toBe(application.forms('/dialled')[0]?.DialCallSid);
  const sent = String(headers['x-twilio-signature']);
  expect(twilio.validateRequest(authToken, sent, `${application.url}/whisper`, form)).toBe(true);
});

test.concurrent('the caller hears ringing, then the office, without dead air', async () => {
  await using application = await dialling('', twiml());
  await using exchange = await openExchange(application, {
    office: { ringMs: 2600, talkMs: 400 },
  });

  const {
    events,
    heard,
    longestDeadAirMs,
    answeredAt = 0,
  } = await exchange.dial({ from: caller }).ended;

  const bridgedAt = events.find(({ type }) => type === 'bridged')?.at ?? 0;
  const bridge = Math.floor((bridgedAt - answeredAt) / 20) * 160;
  expect(bridgedAt - answeredAt).toBeGreaterThanOrEqual(2600);
  expect(levelDbfs(heard.subarray(0, 7000))).toBeGreaterThan(-20);
  expect(levelDbfs(heard.subarray(8800, 20_000))).toBeLessThan(-50);
  expect(levelDbfs(heard.subarray(bridge))).toBeGreaterThan(-20);
  expect(longestDeadAirMs).toBeLessThan(500);
});

test.concurrent.for(['busy', 'no-answer', 'failed'] as const)(
  'the action hears that the office’s phone is %s, without a duration',
  async (phone) => {
    await using application = await dialling();
    await using exchange = await openExchange(application);
    const office = { phone, ringMs: 60 };

    const { errors } = await exchange.dial({ from: caller, office }).ended;

    const [form = {}] = application.forms('/dialled');
    expect(form).toMatchObject({ DialCallStatus: phone, DialBridged: 'false' });
    expect(form).not.toHaveProperty('DialCallDuration');
    expect([application.forms('/whisper'), errors]).toEqual([[], []]);
  },
);

test.concurrent('an office that rings longer than the timeout has not answered', async () => {
  await using application = await dialling('timeout="1"');
  await using exchange = await openExchange(application, { office: { ringMs: 60_000 } });

  await exchange.dial({ from: caller }).ended;

  expect(application.forms('/dialled')).toMatchObject([{ DialCallStatus: 'no-answer' }]);
});

test.concurrent('a talk ends at its time limit', async () => {
  await using application = await dialling('timeLimit="1"', twiml());
  await using exchange = await openExchange(application, {
    office: { ringMs: 0, talkMs: 60_000 },
  });

  await exchange.dial({ from: caller }).ended;

  expect(application.forms('/dialled')).toMatchObject([
    { DialCallStatus: 'completed', DialCallDuration: expect.stringMatching(/^[12]$/) },
  ]);
});

test.concurrent('a caller who hangs up while it rings cancels the second leg', async () => {
  await using application = await dialling();
  await using exchange = await openExchange(application, { office: { ringMs: 60_000 } });

  const call = exchange.dial({ from: caller });
  await happened(call, 'ringing');
  call.hangUp();
  const { endedBy } = await call.ended;

  expect(endedBy).toBe('caller');
  expect(application.forms('/dialled')).toMatchObject([
    { CallStatus: 'completed', DialCallStatus: 'canceled' },
  ]);
});

test.concurrent('a caller who hangs up on the office has talked to it', async () => {
  await using application = await dialling();
  await using exchange = await openExchange(application, { office: { ...quick, talkMs: 60_000 } });

  const call = exchange.dial({ from: caller });
  await happened(call, 'bridged');
  call.hangUp();
  await call.ended;

  expect(application.forms('/dialled')).toMatchObject([
    { CallStatus: 'completed', DialCallStatus: 'completed' },
  ]);
});

test.concurrent('a redirect over REST ends the talk, requests the action, then runs the new document', async () => {
  await using application = await dialling();
  await using exchange = await openExchange(application, { office: { ...quick, talkMs: 60_000 } });

  const call = exchange.dial({ from: caller });
  await happened(call, 'bridged');
  const form = { Url: `${application.url}/next` };
  await rest(exchange, `/Calls/${call.callSid}.json`, { form });
  const { endedBy } = await call.ended;

  const paths = application.received.map(({ path }) => path);
  expect(paths).toEqual(['/voice', '/whisper', '/dialled', '/next']);
  expect(endedBy).toBe('twiml');
});

test.concurrent('a whisper that fails is logged and fails the second leg', async () => {
  await using application = await dialling();
  application.route('/whisper', { status: 500 });
  await using exchange = await openExchange(application, { office: quick });

  const { errors } = await exchange.dial({ from: caller }).ended;

  expect(errors).toMatchObject([{ code: 11200, url: `${application.url}/whisper` }]);
  expect(application.forms('/dialled')).toMatchObject([{ DialCallStatus: 'failed' }]);
});

test.concurrent('the SDK’s document dials without a warning, an invalid number with one', async () => {
  const documentFor = (number: string) => {
    const document = new VoiceResponse();
    const dial = document.dial({ action: '/dialled', timeout: 20, callerId: '+97233000000' });
    dial.number({ url: '/whisper' }, number);
    return document.toString();
  };
  await using application = await dialling();
  application.route('/voice', documentFor(OFFICE));
  await using exchange = await openExchange(application, { office: quick });

  const well = await exchange.dial({ from: caller }).ended;
  application.route('/voice', documentFor('03-1234567'));
  const badly = await exchange.dial({ from: caller }).ended;

  expect(well.errors).toEqual([]);
  expect(badly.errors).toMatchObject([{ code: 13223, level: 'warning' }]);
  expect(application.forms('/dialled').map((form) => form.DialCallStatus)).toEqual([
    'completed',
    'failed',
  ]);
});

test.concurrent('without an action the call goes on with the next verb', async () => {
  await using application = await startApplication({
    '/voice': twiml(`<Dial>${OFFICE}</Dial>`, '<Redirect>/next</Redirect>'),
    '/next': twiml(),
  });
  await using exchange = await openExchange(application, { office: quick });

  await exchange.dial({ from: caller }).ended;

  expect(application.forms('/next')).toHaveLength(1);
});

const screening = twiml(
  '<Gather numDigits="1" timeout="1" action="/pressed"><Say>Press 1</Say></Gather><Hangup/>',
);

/** An application whose office takes a call with a key. */
function screeningOffice() {
  return startApplication({
    '/voice': twiml(`<Dial action="/dialled"><Number url="/whisper">${OFFICE}</Number></Dial>`),
    '/whisper': screening,
    '/pressed': twiml(),
    '/dialled': twiml('<Hangup/>'),
  });
}

test.concurrent('a person who hears a whisper with a gather presses 1, and is connected', async () => {
  await using application = await screeningOffice();
  await using exchange = await openExchange(application, { office: quick });

  const { events, errors } = await exchange.dial({ from: caller }).ended;

  expect(application.forms('/pressed')).toMatchObject([{ Digits: '1', To: OFFICE }]);
  expect(events.some(({ type }) => type === 'bridged')).toBe(true);
  expect(application.forms('/dialled')).toMatchObject([
    { DialCallStatus: 'completed', DialBridged: 'true' },
  ]);
  expect(errors).toEqual([]);
});

test.concurrent('a machine answers and presses nothing: the status is completed, and nobody was connected', async () => {
  await using application = await screeningOffice();
  await using exchange = await openExchange(application, {
    office: { ...quick, phone: 'machine' },
  });

  const { events } = await exchange.dial({ from: caller }).ended;

  expect(application.forms('/pressed')).toEqual([]);
  expect(events.some(({ type }) => type === 'bridged')).toBe(false);
  expect(application.forms('/dialled')).toMatchObject([
    { DialCallStatus: 'completed', DialBridged: 'false' },
  ]);
});

test.concurrent.for(['busy', 'no-answer'] as const)(
  'a call that is rejected is never answered, and ends as %s',
  async (status) => {
    const reason = status === 'busy' ? 'busy' : 'rejected';
    await using application = await startApplication({
      '/voice': twiml(`<Reject reason="${reason}"/>`),
      '/status': '',
    });
    await using exchange = await openExchange(application, {
      number: { statusCallback: `${application.url}/status` },
    });

    const { events, answeredAt, errors } = await exchange.dial({ from: caller }).ended;

    expect(answeredAt).toBeUndefined();
    expect(events.some(({ type }) => type === 'answered')).toBe(false);
    expect(application.forms('/status')).toMatchObject([{ CallStatus: status }]);
    expect(errors).toEqual([]);
  },
);

test.concurrent('a person who declines answers, hangs up during the whisper, and is never connected', async () => {
  await using application = await dialling();
  await using exchange = await openExchange(application);
  const office = { phone: 'declines', ringMs: 60 } as const;

  const { events } = await exchange.dial({ from: caller, office }).ended;

  expect(application.forms('/dialled')).toMatchObject([
    { DialCallStatus: 'completed', DialBridged: 'false' },
  ]);
  expect(events.map(({ type }) => type)).not.toContain('bridged');
});

test.concurrent('a phone that is named behaves as named, and the others as the office', async () => {
  await using application = await dialling();
  await using exchange = await openExchange(application, { office: quick });
  const statusOf = async (number: string) => {
    const phones = { [number]: { phone: 'busy' } } as const;
    await exchange.dial({ from: caller, office: { phones } }).ended;
    return application.forms('/dialled').at(-1)?.DialCallStatus;
  };

  expect(await statusOf(OFFICE)).toBe('busy');
  expect(await statusOf('+97231111111')).toBe('completed');
});

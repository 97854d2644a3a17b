import twilio from 'twilio';
import { expect, test } from 'vitest';
import { type Received, startApplication, twiml } from './application.ts';
import { dialStream } from './streamed-call.ts';
import { accountSid, authToken, caller, happened, openExchange, rest } from './world.ts';

const waiting = () => startApplication({ '/voice': twiml('<Pause length="30"/>') });

test('the SDK fetches a call and ends it', async () => {
  await using application = await waiting();
  await using exchange = await openExchange(application);
  const client = twilio(accountSid, authToken);
  client.api.baseUrl = exchange.apiBaseUrl;
  const call = exchange.dial({ from: caller });
  await happened(call, 'answered');

  const live = await client.calls(call.callSid).fetch();
  const updated = await client.calls(call.callSid).update({ status: 'completed' });
  const { endedBy } = await call.ended;
  const over = await client.calls(call.callSid).fetch();

  expect([live.status, updated.status, over.status]).toEqual([
    'in-progress',
    'in-progress',
    'completed',
  ]);
  expect(live).toMatchObject({ from: caller, to: '+97233000000', direction: 'inbound' });
  expect(live.startTime).toBeInstanceOf(Date);
  expect(over.endTime).toBeInstanceOf(Date);
  expect(endedBy).toBe('rest');
});

test('a call’s resource is in snake case, with dates and numbers as strings', async () => {
  await using application = await startApplication({ '/voice': twiml() });
  await using exchange = await openExchange(application);
  const call = exchange.dial({ from: caller });
  await call.ended;

  const moment = expect.stringMatching(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$/);
  expect(await (await rest(exchange, `/Calls/${call.callSid}.json`)).json()).toMatchObject({
    sid: call.callSid,
    account_sid: accountSid,
    api_version: '2010-04-01',
    date_created: moment,
    start_time: moment,
    end_time: moment,
    duration: '0',
    parent_call_sid: null,
    uri: `/2010-04-01/Accounts/${accountSid}/Calls/${call.callSid}.json`,
  });
});

test('wrong credentials are refused with 20003, unknown calls and accounts with 20404', async () => {
  await using application = await waiting();
  await using exchange = await openExchange(application);
  const unknown = `/Calls/CA${'0'.repeat(32)}.json`;
  const refused = async (answer: Response) => [answer.status, await answer.json()];

  expect(await refused(await rest(exchange, unknown, { credentials: 'AC:x' }))).toEqual([
    401,
    {
      code: 20003,
      message: 'Authenticate',
      more_info: 'https://www.twilio.com/docs/errors/20003',
      status: 401,
    },
  ]);
  expect(await refused(await rest(exchange, unknown))).toMatchObject([404, { code: 20404 }]);
  expect(await refused(await rest(exchange, `/../AC2${unknown}`))).toMatchObject([
    404,
    { code: 20404 },
  ]);
});

test.for([
  ['both Url and Twiml', { Url: 'http://127.0.0.1/', Twiml: '<Response/>' }],
  ['over 4000 characters of Twiml', { Twiml: `<Response>${' '.repeat(4000)}</Response>` }],
  ['a relative Url', { Url: '/next' }],
  ['a status that cannot be set', { Status: 'busy' }],
] as const)('an update with %s is refused with 400, and the call goes on', async ([, form]) => {
  await using application = await waiting();
  await using exchange = await openExchange(application);
  const call = exchange.dial({ from: caller });
  await happened(call, 'answered');
  const path = `/Calls/${call.callSid}.json`;

  expect((await rest(exchange, path, { form })).status).toBe(400);
  expect(await (await rest(exchange, path)).json()).toMatchObject({ status: 'in-progress' });
});

test('a call that rings or is over cannot be redirected, in the words of 21220', async () => {
  await using application = await startApplication({ '/voice': () => new Promise(() => {}) });
  await using exchange = await openExchange(application);
  const call = exchange.dial({ from: caller });
  await application.asked('/voice');
  const form = { Twiml: twiml('<Hangup/>') };
  const ringing = await rest(exchange, `/Calls/${call.callSid}.json`, { form });
  call.hangUp();
  await call.ended;
  const over = await rest(exchange, `/Calls/${call.callSid}.json`, { form });

  expect([ringing.status, over.status]).toEqual([400, 400]);
  expect(await over.json()).toEqual({
    code: 21220,
    message: 'Call is not in-progress. Cannot redirect.',
    more_info: 'https://www.twilio.com/docs/errors/21220',
    status: 400,
  });
});

test('a redirect stops and closes the stream, and runs the new document within a second', async () => {
  await using streamed = await dialStream();
  const { application, exchange, call } = streamed;
  application.route('/next', twiml('<Hangup/>'));
  const stream = await streamed.stream();
  await stream.message('media');
  const askedAt = Date.now();
  const next = twiml(`<Redirect>${application.url}/next</Redirect>`);
  await rest(exchange, `/Calls/${call.callSid}.json`, { form: { Twiml: next } });
  await application.asked('/next');

  expect(Date.now() - askedAt).toBeLessThan(1000);
  expect(await stream.closed).toBe(1000);
  expect(stream.messages.at(-1)?.event).toBe('stop');
  const { endedBy, errors } = await call.ended;
  expect([endedBy, errors]).toEqual(['twiml', []]);
  expect(application.forms('/ended')).toEqual([]);
});

test('a switch requests the old action first, and drops its document', async () => {
  await using streamed = await dialStream({ switches: { connectActionOnRestRedirect: true } });
  const { application, exchange, call } = streamed;
  application.route('/next', twiml('<Hangup/>'));
  application.route('/ended', twiml('<Redirect>/never</Redirect>'));
  await (await streamed.stream()).message('media');
  const form = { Url: `${application.url}/next` };
  await rest(exchange, `/Calls/${call.callSid}.json`, { form });
  await call.ended;

  const paths = application.received.map(({ path }) => path).filter((path) => path !== '/stream');
  expect(paths).toEqual(['/voice', '/ended', '/next', '/status']);
});

test('an update with a Url asks that URL for the document, signed, for a call in progress', async () => {
  await using application = await startApplication({
    '/voice': twiml('<Pause length="30"/>'),
    '/moved/here': twiml('<Redirect>there</Redirect>'),
    '/moved/there': twiml('<Hangup/>'),
  });
  await using exchange = await openExchange(application);
  const call = exchange.dial({ from: caller });
  await happened(call, 'answered');
  const url = `${application.url}/moved/here?why=silence`;
  await rest(exchange, `/Calls/${call.callSid}.json`, { form: { Url: url } });
  await call.ended;

  const [, here, there] = application.received as [Received, Received, Received];
  expect(here.form).toMatchObject({ CallSid: call.callSid, CallStatus: 'in-progress' });
  expect(there.path).toBe('/moved/there');
  const sent = String(here.headers['x-twilio-signature']);
  expect(twilio.validateRequest(authToken, sent, url, here.form)).toBe(true);
});

test('a document over REST that does not parse falls back to the FallbackUrl given with it', async () => {
  await using application = await startApplication({
    '/voice': twiml('<Pause length="30"/>'),
    '/rescue': twiml('<Hangup/>'),
  });
  await using exchange = await openExchange(application);
  const call = exchange.dial({ from: caller });
  await happened(call, 'answered');
  const form = { Twiml: '<Response>', FallbackUrl: `${application.url}/rescue` };
  await rest(exchange, `/Calls/${call.callSid}.json`, { form });
  const { errors } = await call.ended;

  expect(errors.map(({ code }) => code)).toEqual([12100]);
  expect(application.forms('/rescue')).toMatchObject([{ ErrorCode: '12100' }]);
});

test('a call ended over REST stops its stream', async () => {
  await using streamed = await dialStream();
  const stream = await streamed.stream();
  await stream.message('media');
  const { callSid, ended } = streamed.call;
  await rest(streamed.exchange, `/Calls/${callSid}.json`, { form: { Status: 'completed' } });

  expect((await ended).endedBy).toBe('rest');
  expect(await stream.closed).toBe(1000);
  expect(stream.messages.at(-1)?.event).toBe('stop');
});

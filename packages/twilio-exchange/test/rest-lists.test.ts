import twilio from 'twilio';
import type { Exchange } from 'twilio-exchange/exchange.ts';
import { tone } from 'twilio-exchange/line/tone.ts';
import { expect, test } from 'vitest';
import { startApplication, twiml } from './application.ts';
import { accountSid, authToken, caller, happened, openExchange, rest } from './world.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Returns Twilio's SDK, connected to the exchange. */
function sdk({ apiBaseUrl }: Exchange) {
  const client = twilio(accountSid, authToken);
  client.api.baseUrl = apiBaseUrl;
  return client;
}

/** Places short calls one after the other. Returns their SIDs, newest first. */
async function callsInTurn(exchange: Exchange, times: number): Promise<string[]> {
  const callSids: string[] = [];
  for (let call = 0; call < times; call++) {
    callSids.unshift((await exchange.dial({ from: caller }).ended).callSid);
  }
  return callSids;
}

test.concurrent('the SDK lists every call over small pages, newest first', async () => {
  await using application = await startApplication({ '/voice': twiml() });
  await using exchange = await openExchange(application);
  const callSids = await callsInTurn(exchange, 5);

  const { calls } = sdk(exchange);
  const all = await calls.list();
  const paged = await calls.list({ pageSize: 2 });
  const limited = await calls.list({ pageSize: 2, limit: 3 });

  expect(all.map(({ sid }) => sid)).toEqual(callSids);
  expect(paged.map(({ sid }) => sid)).toEqual(callSids);
  expect(limited.map(({ sid }) => sid)).toEqual(callSids.slice(0, 3));
  expect(all[0]).toMatchObject({ from: caller, status: 'completed', direction: 'inbound' });
});

test.concurrent('a list that grows between pages neither repeats nor skips a call', async () => {
  await using application = await startApplication({ '/voice': twiml() });
  await using exchange = await openExchange(application);
  const [newest, middle, oldest] = await callsInTurn(exchange, 3);

  const first = await sdk(exchange).calls.page({ pageSize: 2 });
  await callsInTurn(exchange, 1);
  const second = await first.nextPage();
  const back = await second?.previousPage();

  expect(first.instances.map(({ sid }) => sid)).toEqual([newest, middle]);
  expect(second?.instances.map(({ sid }) => sid)).toEqual([oldest]);
  expect(second?.nextPageUrl).toBeUndefined();
  expect(back?.instances.map(({ sid }) => sid)).toEqual([newest, middle]);
});

test.concurrent('a page has the URIs of itself and its neighbours, and its place in the list', async () => {
  await using application = await startApplication({ '/voice': twiml() });
  await using exchange = await openExchange(application);
  const [, middle] = await callsInTurn(exchange, 3);
  const list = `/2010-04-01/Accounts/${accountSid}/Calls.json`;

  const page = async (query = '') =>
    (await (await rest(exchange, `/Calls.json${query}`)).json()) as { calls: unknown[] };
  const whole = await page();
  const first = await page('?PageSize=2');
  const none = await page('?From=%2B1');

  const shape = { page: 0, start: 0, previous_page_uri: null };
  expect(whole).toMatchObject({ ...shape, page_size: 50, end: 2, next_page_uri: null, uri: list });
  expect(first).toEqual({
    ...shape,
    calls: whole.calls.slice(0, 2),
    page_size: 2,
    end: 1,
    first_page_uri: `${list}?PageSize=2&Page=0`,
    next_page_uri: `${list}?PageSize=2&Page=1&PageToken=PA${middle}`,
    uri: `${list}?PageSize=2`,
  });
  expect(none).toMatchObject({ ...shape, calls: [], end: 0, next_page_uri: null });
});

test.concurrent('a page holds a thousand calls at most', async () => {
  await using application = await startApplication({ '/voice': twiml() });
  await using exchange = await openExchange(application);

  expect(await (await rest(exchange, '/Calls.json?PageSize=5000')).json()).toMatchObject({
    page_size: 1000,
  });
});

test.concurrent('calls are found by number, status and UTC day', async () => {
  await using application = await startApplication({ '/voice': twiml('<Pause length="30"/>') });
  await using exchange = await openExchange(application);
  const live = exchange.dial({ from: caller });
  const over = exchange.dial({ from: '+972521111111' });
  await Promise.all([happened(live, 'answered'), happened(over, 'answered')]);
  over.hangUp();
  const { startedAt } = await over.ended;
  const { calls } = sdk(exchange);
  const found = async (query: Parameters<typeof calls.list>[0]) =>
    (await calls.list(query)).map(({ sid }) => sid);
  const both = [over.callSid, live.callSid];
  const day = (offset: number) => new Date(startedAt + offset * DAY_MS);

  expect(await found({ from: caller })).toEqual([live.callSid]);
  expect(await found({ to: '+97233000000' })).toEqual(both);
  expect(await found({ to: caller })).toEqual([]);
  expect(await found({ status: 'completed' })).toEqual([over.callSid]);
  expect(await found({ status: 'in-progress' })).toEqual([live.callSid]);
  expect(await found({ startTime: day(0) })).toEqual(both);
  expect(await found({ startTime: day(1) })).toEqual([]);
  expect(await found({ startTimeAfter: day(0), startTimeBefore: day(0) })).toEqual(both);
  expect(await found({ startTimeAfter: day(1) })).toEqual([]);
  expect(await found({ startTimeBefore: day(-1) })).toEqual([]);
  expect(await found({ endTimeAfter: day(-1) })).toEqual([over.callSid]);
});

test.concurrent('the second leg of a dial is a call of its own, found by its parent', async () => {
  await using application = await startApplication({
    '/voice': twiml('<Dial callerId="+97233000000">+97231234567</Dial>'),
  });
  await using exchange = await openExchange(application, { office: { ringMs: 20, talkMs: 40 } });
  const { callSid } = await exchange.dial({ from: caller }).ended;

  const { calls } = sdk(exchange);
  const [leg] = await calls.list({ parentCallSid: callSid });

  expect(await calls.list()).toHaveLength(2);
  expect(leg).toMatchObject({
    parentCallSid: callSid,
    direction: 'outbound-dial',
    from: '+97233000000',
    to: '+97231234567',
    status: 'completed',
  });
  expect(await calls(leg?.sid ?? '').fetch()).toMatchObject({ sid: leg?.sid });
});

test.concurrent('the SDK lists recordings by call and UTC day, and deleted ones on request', async () => {
  await using application = await startApplication({
    '/voice': twiml('<Record playBeep="false" maxLength="1" action="/done"/>'),
    '/done': twiml(),
  });
  await using exchange = await openExchange(application, {
    switches: { recordingAvailableDelayMs: 0 },
  });
  const recorded = async () => {
    const call = exchange.dial({ from: caller });
    const { recordingSid, at } = await happened(call, 'recording-started');
    await call.speak(tone(300, 1100));
    await call.ended;
    return { recordingSid, at, callSid: call.callSid };
  };
  const first = await recorded();
  const second = await recorded();
  const client = sdk(exchange);
  const found = async (query: Parameters<typeof client.recordings.list>[0] = {}) =>
    (await client.recordings.list(query)).map(({ sid }) => sid);
  const both = [second.recordingSid, first.recordingSid];

  expect(await found({ pageSize: 1 })).toEqual(both);
  expect(await found({ callSid: first.callSid })).toEqual([first.recordingSid]);
  expect(await found({ dateCreated: new Date(first.at) })).toContain(first.recordingSid);
  expect(await found({ dateCreatedAfter: new Date(first.at + DAY_MS) })).toEqual([]);
  expect(await found({ dateCreatedBefore: new Date(first.at - DAY_MS) })).toEqual([]);
  await client.recordings(first.recordingSid).remove();
  expect(await found()).toEqual([second.recordingSid]);
  expect(await found({ includeSoftDeleted: true })).toEqual(both);
});

test.concurrent('faults of lists are set on the exchange', async () => {
  await using application = await startApplication({});
  await using exchange = await openExchange(application);
  exchange.restFaults.set('list-calls', 'too-many-requests', 1);
  exchange.restFaults.set('list-recordings', 'server-error', 1);

  const statuses = [];
  for (const path of ['/Calls.json', '/Calls.json', '/Recordings.json', '/Recordings.json']) {
    statuses.push((await rest(exchange, path)).status);
  }

  expect(statuses).toEqual([429, 200, 500, 200]);
});

import { tone } from 'twilio-exchange/line/tone.ts';
import type { CallTrouble } from 'twilio-exchange/trouble/call-trouble.ts';
import type { Switches } from 'twilio-exchange/trouble/switches.ts';
import { expect, test } from 'vitest';
import { startApplication, twiml } from './application.ts';
import { caller, happened, openExchange, rest } from './world.ts';

/** Opens a call in progress in an exchange with faults. */
async function openCall(switches: Partial<Switches> = {}) {
  const application = await startApplication({ '/voice': twiml('<Pause length="30"/>') });
  const exchange = await openExchange(application);
  const call = exchange.dial({ from: caller, switches });
  await happened(call, 'answered');
  return {
    exchange,
    call,
    path: `/Calls/${call.callSid}.json`,
    async [Symbol.asyncDispose]() {
      await exchange[Symbol.asyncDispose]();
      await application[Symbol.asyncDispose]();
    },
  };
}

const moved = { form: { Twiml: twiml('<Hangup/>') } };

test.concurrent('a fault refuses as many requests as set with 429, without effect', async () => {
  await using opened = await openCall();
  const { exchange, path, call } = opened;
  exchange.restFaults.set('update-call', 'too-many-requests', 2);

  const first = await rest(exchange, path, moved);
  const second = await rest(exchange, path, moved);
  const live = await rest(exchange, path);
  const third = await rest(exchange, path, moved);

  expect([first.status, second.status, third.status]).toEqual([429, 429, 200]);
  expect(await first.json()).toMatchObject({ code: 20429, status: 429 });
  expect(await live.json()).toMatchObject({ status: 'in-progress' });
  expect((await call.ended).endedBy).toBe('twiml');
});

test.concurrent('a server error is a page of HTML until it is cleared', async () => {
  await using opened = await openCall();
  const { exchange, path } = opened;
  exchange.restFaults.set('fetch-call', 'server-error');

  const failed = [await rest(exchange, path), await rest(exchange, path)];
  exchange.restFaults.clear('fetch-call');
  const healed = await rest(exchange, path);

  expect(failed.map(({ status }) => status)).toEqual([500, 500]);
  expect(failed[0]?.headers.get('content-type')).toBe('text/html');
  expect(healed.status).toBe(200);
});

test.concurrent('a timeout after the commit redirects the call and never answers', async () => {
  await using opened = await openCall();
  const { exchange, path, call } = opened;
  exchange.restFaults.set('update-call', 'timeout-after-commit', 1);

  const answer = rest(exchange, path, moved);
  const { endedBy } = await call.ended;
  const over = await rest(exchange, path);

  expect(endedBy).toBe('twiml');
  expect(await over.json()).toMatchObject({ status: 'completed' });
  await exchange[Symbol.asyncDispose]();
  await expect(answer).rejects.toThrow('fetch failed');
});

test.concurrent('a fault answers 21220 for a call in progress', async () => {
  await using opened = await openCall({
    restFaults: { operation: 'update-call', fault: 'not-in-progress', times: 1 },
  });
  const { exchange, path } = opened;

  const refused = await rest(exchange, path, moved);
  const live = await rest(exchange, path);

  expect([refused.status, await refused.json()]).toMatchObject([400, { code: 21220 }]);
  expect(await live.json()).toMatchObject({ status: 'in-progress' });
});

test.concurrent('the faults of one call do not affect another', async () => {
  await using opened = await openCall({
    restFaults: { operation: 'fetch-call', fault: 'server-error' },
  });
  const { exchange, path } = opened;
  const other = exchange.dial({ from: caller });

  expect((await rest(exchange, path)).status).toBe(500);
  expect((await rest(exchange, `/Calls/${other.callSid}.json`)).status).toBe(200);
});

/** Records a caller for a second under faults; the recording is available at once. */
async function recordUnder(trouble: CallTrouble) {
  const application = await startApplication({
    '/voice': twiml('<Record playBeep="false" maxLength="1" action="/done"/>'),
    '/done': twiml(),
  });
  const exchange = await openExchange(application, { switches: { recordingAvailableDelayMs: 0 } });
  const call = exchange.dial({ from: caller, trouble });
  const { recordingSid } = await happened(call, 'recording-started');
  await call.speak(tone(300, 1100));
  await call.ended;
  return {
    exchange,
    ask: (suffix: string) => rest(exchange, `/Recordings/${recordingSid}${suffix}`),
    async [Symbol.asyncDispose]() {
      await exchange[Symbol.asyncDispose]();
      await application[Symbol.asyncDispose]();
    },
  };
}

test.concurrent('the faults of recordings are set for a call or for the exchange', async () => {
  await using recorded = await recordUnder({
    rest: [{ operation: 'recording', fault: 'too-many-requests', times: 1 }],
  });
  recorded.exchange.restFaults.set('recording', 'server-error', 1);
  const statuses = [];
  for (let ask = 0; ask < 3; ask++) statuses.push((await recorded.ask('.wav')).status);

  expect(statuses).toEqual([429, 500, 200]);
});

test.concurrent('media can be missing while the recording’s resource is there', async () => {
  await using recorded = await recordUnder({
    rest: [{ operation: 'recording-media', fault: 'not-found', times: 2 }],
  });
  const statuses = [];
  for (const suffix of ['.json', '', '.mp3', '.wav']) {
    statuses.push((await recorded.ask(suffix)).status);
  }

  expect(statuses).toEqual([200, 404, 404, 200]);
});

test.concurrent('truncated media have half of the bytes', async () => {
  await using recorded = await recordUnder({
    rest: [{ operation: 'recording-media', fault: 'truncated', times: 1 }],
  });
  const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());
  const half = await bytesOf(await recorded.ask('.wav'));
  const whole = await bytesOf(await recorded.ask('.wav'));

  expect(half.length).toBe(whole.length / 2);
  expect(half.equals(whole.subarray(0, half.length))).toBe(true);
  expect(half.readUInt32LE(40)).toBe(whole.length - 44);
});

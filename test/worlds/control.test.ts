import { mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CallMessage, CallResult } from '#local/control/call-message.ts';
import type { CallOrder } from '#local/control/call-order.ts';
import { createControlClient, NoWorld } from '#local/control/client.ts';
import { type ControlServer, createControlServer } from '#local/control/control-server.ts';
import { findWorld, leaveWorldState } from '#local/control/running-world.ts';
import { waitUntil } from '#local/polling.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld, type World } from '#local/world/world.ts';

let world: World;
let control: ControlServer;
beforeAll(async () => {
  world = await openWorld({ settings: closedWorld() });
  control = await createControlServer(world);
});
afterAll(async () => {
  await control[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

const from = '+972500000007';
const enter = () => createControlClient(control.url, control.token);
const ask = (method: string, path: string, body = '', token = control.token) =>
  fetch(control.url + path, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body && { body }),
  });

/** Places a call and returns all its messages; `onMessage` may act meanwhile. */
async function call(order: Partial<CallOrder>, onMessage = async (_: CallMessage) => {}) {
  const told: CallMessage[] = [];
  for await (const message of enter().placeCall({ from, steps: [], ...order })) {
    told.push(message);
    await onMessage(message);
  }
  const result = told.at(-1);
  if (result?.type !== 'result') throw new Error(`The call ended with ${JSON.stringify(result)}.`);
  return { told, result };
}
const said = ({ lines }: CallResult) =>
  lines.flatMap(({ speaker, text }) => (speaker === 'caller' ? [text] : []));

describe('the control server', () => {
  test.each(['', 'nobody', 'x'.repeat(64)])('lets nobody in with the token "%s"', async (token) => {
    expect((await ask('POST', '/calls', '{}', token)).status).toBe(401);
    await expect(
      createControlClient(control.url, token).placeCall({ from, steps: [] }).next(),
    ).rejects.toThrow(NoWorld);
  });

  test.each([
    ['{', /^The body must be JSON/],
    ['[]', /must be an object/],
    [`{"steps":[]}`, /^from must be text/],
    [`{"from":"050","steps":[]}`, /^from must be a phone number/],
    [`{"from":"${from}","steps":[{"say":"x"},{"say":" "}]}`, /^steps\[1\]\.say must not be empty/],
    [`{"from":"${from}","steps":[{"sing":"x"}]}`, /^steps\[0\] must have one of the fields say, /],
    [`{"from":"${from}","steps":[{"say":"x","loud":true}]}`, /^steps\[0\] has no field "loud"/],
    [
      `{"from":"${from}","steps":[{"cough":true,"afterMs":-1}]}`,
      /^steps\[0\]\.afterMs must not be/,
    ],
    [
      `{"from":"${from}","steps":[${'{"listen":true},'.repeat(200)}{"listen":true}]}`,
      /^steps must not/,
    ],
    [`{"from":"${from}","steps":[],"switches":{"nope":1}}`, /^switches has no field "nope"/],
    [
      `{"from":"${from}","steps":[],"switches":{"webhookTimeoutMs":"1"}}`,
      /^switches\.webhookTimeoutMs /,
    ],
    [`{"from":"${from}","steps":[],"hangUpAfterMs":0}`, /^hangUpAfterMs must be positive/],
    [`"${'x'.repeat(5_000_000)}"`, /^The body must not be larger than/],
  ])('says by its name what is wrong: %#', async (body, problem) => {
    const response = await ask('POST', '/calls', body);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: expect.stringMatching(problem) });
  });

  test('has nothing but calls behind it', async () => {
    const nobody = `/calls/CA${'0'.repeat(32)}`;
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', '/calls'],
      ['DELETE', nobody],
      ['POST', `${nobody}/steps`],
    ] as const) {
      expect((await ask(method, path)).status).toBe(404);
    }
  });
});

test('a world whose Twilio is the real one sends callers to a phone', async () => {
  await using real = await createControlServer({ ...world, exchange: undefined });
  const { placeCall } = createControlClient(real.url, real.token);
  await expect(placeCall({ from, steps: [] }).next()).rejects.toThrow('with a phone');
});

describe.concurrent('a call through the control server', () => {
  test('is reported line by line, beside another one', async () => {
    const texts = ['שלום', 'אני מחפש דירה להשכרה בתל אביב'];
    const calls = texts.map((text) => call({ steps: [{ say: text }, { hangUp: true }] }));
    const [first, second] = await Promise.all(calls);
    expect([first?.result, second?.result].map((result) => result && said(result))).toEqual([
      ['שלום'],
      ['אני מחפש דירה להשכרה בתל אביב'],
    ]);
    expect(first?.told.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['placed', 'event', 'line', 'result']),
    );
    const [line] = first?.told.flatMap((told) => (told.type === 'line' ? [told.line] : [])) ?? [];
    expect(line).toMatchObject({ speaker: 'agent', text: expect.stringMatching(/^שלום, כאן/) });
    expect(first?.result).toMatchObject({
      report: { endedBy: 'caller', from, errors: [] },
      records: { callLog: { status: 'completed', control: 'ended' } },
    });
  });

  test('takes steps while it goes on, up to a limit', async () => {
    const { result } = await call({}, async (message) => {
      if (message.type !== 'placed') return;
      const { callSid } = message;
      await enter().addSteps(callSid, [{ untilSound: true }, { waitMs: 600_000 }]);
      const many = Array.from({ length: 199 }, () => ({ listen: true }) as const);
      await enter().addSteps(callSid, many);
      await expect(enter().addSteps(callSid, many)).rejects.toThrow('Too many steps');
      await enter().hangUp(callSid);
      await expect(enter().addSteps(callSid, [])).rejects.toThrow('The call is over.');
    });
    expect(result.report.endedBy).toBe('caller');
  });

  test('says what is added to it', async () => {
    const { result } = await call({}, async (message) => {
      if (message.type === 'placed')
        await enter().addSteps(message.callSid, [{ say: 'בוקר טוב' }, { hangUp: true }]);
    });
    expect(said(result)).toEqual(['בוקר טוב']);
  });

  test('is hung up when its client disconnects', async () => {
    let callSid = '';
    for await (const message of enter().placeCall({ from, steps: [] })) {
      if (message.type === 'placed') callSid = message.callSid;
      if (message.type === 'event' && message.event.type === 'answered') break;
    }
    const { callLog } = await waitUntil(
      () => world.crm.ofCall(callSid),
      (records) => records.callLog?.status === 'completed',
      5_000,
    );
    expect(callLog).toMatchObject({ status: 'completed', control: 'ended' });
  });

  test('has its own switches, its own end and its own audio', async () => {
    const { result } = await call({
      switches: { signatureFault: 'missing' },
      hangUpAfterMs: 1_000,
      withAudio: true,
    });
    expect(result.report.errors.map(({ code }) => code)).toContain(11200);
    const wav = Buffer.from(result.wav ?? '', 'base64');
    const [channels, rate, bytesPerMoment] = [
      wav.readUInt16LE(22),
      wav.readUInt32LE(24),
      wav.readUInt16LE(32),
    ];
    expect([channels, rate, bytesPerMoment]).toEqual([2, 8_000, 4]);
    const durationMs = (wav.length - 44) / (8 * bytesPerMoment);
    expect(durationMs).toBeGreaterThanOrEqual(900);
    expect(durationMs).toBeLessThanOrEqual(1_500);
    const level = (channel: 0 | 1) =>
      Math.max(
        ...Array.from({ length: durationMs * 8 }, (_, i) =>
          Math.abs(wav.readInt16LE(44 + 4 * i + 2 * channel)),
        ),
      );
    expect(level(0)).toBe(0);
    expect(level(1)).toBeGreaterThan(1_000);
  });
});

describe('the state of a world', () => {
  const state = {
    pid: process.pid,
    url: 'http://x',
    controlUrl: 'http://y',
    controlToken: 'z',
    startedAt: 1,
  };
  const folder = async () => join(await mkdtemp(join(tmpdir(), 'world-')), 'state');

  test('is for this user alone, and gone with its world', async () => {
    const place = await folder();
    const left = await leaveWorldState(place, state);
    expect(((await stat(place)).mode & 0o777).toString(8)).toBe('700');
    expect(((await stat(join(place, 'world.json'))).mode & 0o777).toString(8)).toBe('600');
    expect(await findWorld(place)).toEqual(state);
    await left[Symbol.asyncDispose]();
    expect(await readdir(place)).toEqual([]);
  });

  test('is left alone by an older world that ends', async () => {
    const place = await folder();
    const older = await leaveWorldState(place, { ...state, pid: process.ppid });
    await leaveWorldState(place, state);
    await older[Symbol.asyncDispose]();
    expect(JSON.parse(await readFile(join(place, 'world.json'), 'utf8'))).toEqual(state);
  });

  test('is nothing where its world is dead or its file is broken', async () => {
    const place = await folder();
    await leaveWorldState(place, { ...state, pid: 2 ** 22 + 1 });
    expect(await findWorld(place)).toBeUndefined();
    await writeFile(join(place, 'world.json'), '{"pid":');
    expect(await findWorld(place)).toBeUndefined();
    expect(await findWorld(await folder())).toBeUndefined();
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { waitUntil } from '#local/polling.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld, type World } from '#local/world/world.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { promptDurationMs } from '#shared/prompts.ts';
import { routes } from '#shared/routes.ts';
import { greetedCall } from '../greeted-call.ts';
import { callFields, newSid, parameter, post } from '../twilio-requests.ts';

const incoming = routes['incoming-call'].path;
const ended = `${routes['stream-ended'].path}?gen=1`;

let world: World;
const logs: string[] = [];
beforeAll(async () => {
  world = await openWorld({
    onLog: (line) => logs.push(line),
    settings: { ...closedWorld(), product: { OFFICE_NUMBER: '+97231234567' } },
  });
});
afterAll(() => world[Symbol.asyncDispose]());

const records = (callSid: string) => world.crm.ofCall(callSid);

describe('a webhook', () => {
  test.each(
    Object.values(routes)
      .filter(({ method }) => method === 'POST')
      .map(({ path }) => path),
  )('%s answers 403 to a wrong signature and writes nothing', async (path) => {
    const fields = callFields();
    expect((await post(world, path, fields, 'another token')).status).toBe(403);
    expect((await records(fields.CallSid)).callLog).toBeUndefined();
    const counted = async () =>
      logs.some((line) => line.includes('"SignatureFailures":1') && line.includes(path));
    expect(await waitUntil(counted, Boolean, 5_000)).toBe(true);
  });

  test('answers 403 without a signature', async () => {
    expect(
      (await fetch(world.url + incoming, { method: 'POST', body: new URLSearchParams() })).status,
    ).toBe(403);
  });

  test('checks the signature over blank and repeated parameters', async () => {
    const fields = callFields({ Repeated: ['b', 'a', 'b'], Blank: '', Hebrew: 'שלום & = ?' });
    expect((await post(world, incoming, fields)).status).toBe(200);
  });

  test('names the parameter that is wrong', async () => {
    const answer = await post(world, incoming, { ...callFields(), CallSid: 'CA-not-a-sid' });
    expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('CallSid') });
  });

  test.each([
    '/',
    '/webhook',
    '/webhook/unknown',
    '/static/tts/unknown.mp3',
    '/static/prompts.json',
    '/ws/other',
  ])('does not stand at %s', async (path) => {
    expect((await fetch(world.url + path)).status).toBe(404);
    expect((await fetch(world.url + path, { method: 'POST' })).status).toBe(404);
  });
});

describe('incoming_call', () => {
  test('greets and opens the stream, and the CRM has the call', async () => {
    const { callSid, twiml, fields } = await greetedCall(world);
    expect(twiml).toContain(`<Play>${world.url}/static/tts/greeting_he.mp3</Play><Connect `);
    const { callLog, interaction, watch } = await records(callSid);
    expect(callLog).toMatchObject({
      gen: 1,
      control: 'stream',
      status: 'ringing',
      contact: fields['From'],
    });
    expect(interaction).toMatchObject({
      channel: 'phone',
      status: 'received',
      from_id: fields['From'],
    });
    expect(watch).toMatchObject({ gen: 1, phase: 'start' });
  });

  test('gives the stream three seconds after the greeting’s real length', async () => {
    const before = Date.now();
    const { callSid } = await greetedCall(world);
    const deadlineAt = (await records(callSid)).watch?.deadline_at ?? 0;
    const allowance = promptDurationMs('greeting_he') + 3_000;
    expect(deadlineAt).toBeGreaterThanOrEqual(before + allowance);
    expect(deadlineAt).toBeLessThanOrEqual(Date.now() + allowance);
  });

  test('answers a duplicate with the same document and changes nothing', async () => {
    const { callSid, twiml, fields } = await greetedCall(world);
    const before = await records(callSid);
    expect((await post(world, incoming, fields)).body).toBe(twiml);
    const after = await records(callSid);
    expect({ ...after.callLog, updated_at: 0 }).toEqual({ ...before.callLog, updated_at: 0 });
    expect([after.interaction, after.watch]).toEqual([before.interaction, before.watch]);
  });

  test('knows no contact where the number is withheld', async () => {
    const fields = callFields({ From: '+266696687' });
    await post(world, incoming, fields);
    const { callLog } = await records(fields.CallSid);
    expect(callLog).toMatchObject({ from_number: '+266696687' });
    expect(callLog?.contact).toBeUndefined();
  });
});

describe('stream_ended', () => {
  test('connects a refused stream again, under the next generation', async () => {
    const { callSid, twiml } = await greetedCall(world);
    const fields = callFields({ CallSid: callSid, CallStatus: 'in-progress' });
    const next = (await post(world, ended, fields)).body;
    expect(next).toContain('stream_ended?gen=2');
    expect(next).not.toContain('<Play>');
    expect(parameter(next, 'token')).not.toBe(parameter(twiml, 'token'));
    const { callLog, watch } = await records(callSid);
    expect(callLog).toMatchObject({ gen: 2, losses: 1, control: 'stream' });
    expect(watch).toMatchObject({ gen: 2, phase: 'start' });
  });

  test('answers a duplicate with the same connect and moves the call once', async () => {
    const { callSid } = await greetedCall(world);
    const fields = callFields({ CallSid: callSid, CallStatus: 'in-progress' });
    const [first, second] = await Promise.all([
      post(world, ended, fields),
      post(world, ended, fields),
    ]);
    expect(second.body).toBe(first.body);
    expect((await records(callSid)).callLog?.gen).toBe(2);
  });

  test('tries a refused stream again at once, then after a word, then after more of them; at last asks for a voicemail', async () => {
    const { callSid } = await greetedCall(world);
    const fields = callFields({ CallSid: callSid, CallStatus: 'in-progress' });
    const path = routes['stream-ended'].path;
    const answers: string[] = [];
    for (const gen of [1, 2, 3, 4, 5]) {
      answers.push((await post(world, `${path}?gen=${gen}`, fields)).body);
    }
    const sounds = answers.map((answer) =>
      [...answer.matchAll(/<Pause|[a-z_]+(?=\.mp3)|<Connect|<Record/g)].map(([sound]) => sound),
    );
    expect(sounds).toEqual([
      ['<Connect'],
      ['one_moment_he', '<Connect'],
      ['<Pause', 'still_connecting_he', '<Connect'],
      ['<Pause', 'one_moment_he', '<Pause', 'still_connecting_he', '<Connect'],
      ['fallback_he', '<Record'],
    ]);
    const body = answers.at(-1);
    const { callLog, watch } = await records(callSid);
    expect(callLog).toMatchObject({ control: 'fallback', answered_at: expect.any(Number) });
    expect(watch).toBeUndefined();
    expect((await post(world, `${path}?gen=5`, fields)).body).toBe(body);
  });

  test('says nothing to a call that is over', async () => {
    const { callSid } = await greetedCall(world);
    const { body } = await post(
      world,
      ended,
      callFields({ CallSid: callSid, CallStatus: 'completed' }),
    );
    expect(body).toContain('<Response/>');
    expect((await records(callSid)).callLog?.control).toBe('ended');
  });

  test('asks a call without a record for a voicemail', async () => {
    const fields = callFields({ CallStatus: 'in-progress' });
    expect((await post(world, ended, fields)).body).toContain('<Record ');
    expect((await records(fields.CallSid)).callLog?.control).toBe('fallback');
  });
});

describe('stream_status', () => {
  const status = (callSid: string, gen: number) =>
    post(world, `${routes['stream-status'].path}?gen=${gen}`, {
      CallSid: callSid,
      StreamSid: newSid('MZ'),
      StreamEvent: 'stream-error',
      StreamError: '31920',
    });

  test('leaves a broken stream two seconds', async () => {
    const { callSid } = await greetedCall(world);
    expect((await status(callSid, 1)).status).toBe(204);
    expect((await records(callSid)).watch?.deadline_at).toBeLessThanOrEqual(Date.now() + 2_000);
  });

  test('ignores a late error of an older generation', async () => {
    const { callSid } = await greetedCall(world);
    await post(world, ended, callFields({ CallSid: callSid, CallStatus: 'in-progress' }));
    const before = (await records(callSid)).watch;
    expect((await status(callSid, 1)).status).toBe(204);
    expect((await records(callSid)).watch).toEqual(before);
  });
});

describe('a recording', () => {
  test('is thanked for, also where it is absent', async () => {
    const path = routes['handle-recording'].path;
    const { body } = await post(world, path, callFields({ CallStatus: 'in-progress' }));
    expect(body).toMatch(/<Play>[^<]+thanks_he\.mp3<\/Play><Hangup\/>/);
  });

  test('that has begun, whichever document asked for it, silences the alarm for good', async () => {
    const { callSid } = await greetedCall(world);
    const fields = {
      CallSid: callSid,
      RecordingSid: newSid('RE'),
      RecordingStatus: 'in-progress',
    };
    expect((await post(world, routes['recording-status'].path, fields)).status).toBe(204);
    const { callLog, watch } = await records(callSid);
    expect(callLog).toMatchObject({ control: 'fallback', answered_at: expect.any(Number) });
    expect(watch).toBeUndefined();
  });

  test('that was only silence is an outcome', async () => {
    const { callSid } = await greetedCall(world);
    const fields = {
      CallSid: callSid,
      RecordingSid: newSid('RE'),
      RecordingStatus: 'absent',
      ErrorCode: '16102',
    };
    expect((await post(world, routes['recording-status'].path, fields)).status).toBe(204);
    const { callLog } = await records(callSid);
    expect(callLog).toMatchObject({ recording_status: 'absent' });
    expect(callLog?.recorded_at).toBeUndefined();
  });
});

describe('call_status', () => {
  const status = routes['call-status'].path;

  test('closes the call for good', async () => {
    const { callSid } = await greetedCall(world);
    const fields = callFields({ CallSid: callSid, CallStatus: 'completed', CallDuration: '17' });
    expect((await post(world, status, fields)).status).toBe(204);
    const { callLog, watch } = await records(callSid);
    expect(callLog).toMatchObject({ status: 'completed', control: 'ended', duration_s: 17 });
    expect(watch).toBeUndefined();
  });

  test('is not undone by webhooks that arrive after it', async () => {
    const fields = callFields();
    await post(world, status, { ...fields, CallStatus: 'completed' });
    await post(world, incoming, fields);
    await post(world, status, { ...fields, CallStatus: 'in-progress' });
    await post(world, status, { ...fields, CallStatus: 'failed' });
    expect((await records(fields.CallSid)).callLog).toMatchObject({
      status: 'completed',
      control: 'ended',
    });
  });
});

describe('the office’s phone', () => {
  test('rings where the agent hands over, with a whisper before the bridge', async () => {
    const { callSid } = await greetedCall(world);
    await dynamoCallLogs(localDynamoDb(world.dynamoDb.endpoint)).intend(callSid, 1, 'human');
    const fields = callFields({ CallSid: callSid, CallStatus: 'in-progress' });
    const { body } = await post(world, ended, fields);
    expect(body).toContain(
      `<Dial action="${world.url}${routes['dial-ended'].path}?gen=1&amp;ring=0"`,
    );
    expect(body).toContain('>+97231234567</Number>');
    expect((await records(callSid)).callLog?.control).toBe('human');
    const whisper = await post(
      world,
      `${routes['dial-whisper'].path}?call=${callSid}&gen=1&ring=0`,
      callFields({ CallSid: newSid('CA') }),
    );
    expect(whisper.body).toContain(
      '<Say voice="Google.he-IL-Wavenet-A" language="he-IL" loop="2">',
    );
  });

  test('that is not answered gives the caller back to the agent', async () => {
    const { callSid } = await greetedCall(world);
    const fields = {
      ...callFields({ CallSid: callSid, CallStatus: 'in-progress' }),
      DialCallStatus: 'no-answer',
    };
    const { body } = await post(world, `${routes['dial-ended'].path}?gen=1&ring=0`, fields);
    expect(body).toContain('<Connect ');
  });
});

describe('while the store is down', () => {
  test('a caller is greeted, and asked for a voicemail once the stream ends', async () => {
    await world.dynamoDb.setFault('down');
    try {
      const fields = callFields();
      const greeting = await post(world, incoming, fields);
      expect(greeting).toMatchObject({ status: 200, body: expect.stringContaining('<Connect ') });
      const fallback = await post(world, ended, { ...fields, CallStatus: 'in-progress' });
      expect(fallback).toMatchObject({ status: 200, body: expect.stringContaining('<Record ') });
    } finally {
      await world.dynamoDb.setFault('none');
    }
  });

  test('a store that never answers costs the caller seconds, not the call', async () => {
    await world.dynamoDb.setFault('hang');
    try {
      const startedAt = Date.now();
      const { status } = await post(world, incoming, callFields());
      expect(status).toBe(200);
      // Two attempts of 700 ms, a pause between them, and room for a busy machine; Twilio waits 15 s.
      expect(Date.now() - startedAt).toBeLessThan(6_000);
    } finally {
      await world.dynamoDb.setFault('none');
    }
  });

  test('/readyz says which part failed, and says ready again afterwards', async () => {
    const ready = async () => {
      const response = await fetch(`${world.url}/readyz`);
      return { status: response.status, parts: await response.json() };
    };
    const asked = await waitUntil(ready, ({ status }) => status === 200, 10_000);
    expect(asked.parts).toEqual({
      status: 'ready',
      db: 'ok',
      openai: 'ok',
      tts: 'ok',
      watchdog: 'ok',
      staff: 'whatsapp+email',
    });
    await world.dynamoDb.setFault('down');
    const broken = await waitUntil(ready, ({ status }) => status === 503, 10_000);
    await world.dynamoDb.setFault('none');
    expect(broken.parts).toMatchObject({ status: 'degraded', db: 'failed', openai: 'ok' });
    expect((await waitUntil(ready, ({ status }) => status === 200, 10_000)).status).toBe(200);
  });
});

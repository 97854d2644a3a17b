import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitUntil } from '#local/polling.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld, type World } from '#local/world/world.ts';
import { routes } from '#shared/routes.ts';
import { greetedCall } from '../greeted-call.ts';
import { sendSilence } from '../silent-frames.ts';
import {
  callFields,
  openStream,
  parameter,
  post,
  type StreamClient,
  startMessages,
} from '../twilio-requests.ts';

const logs: string[] = [];
let world: World;
beforeAll(async () => {
  world = await openWorld({
    settings: { ...closedWorld(), product: { WATCHDOG: 'off' } },
    onLog: (line) => logs.push(line),
  });
});
afterAll(() => world[Symbol.asyncDispose]());

/** Asks, as Twilio, how the call goes on after its first stream. */
async function streamEnded(callSid: string) {
  const fields = callFields({ CallSid: callSid, CallStatus: 'in-progress' });
  const { body } = await post(world, `${routes['stream-ended'].path}?gen=1`, fields);
  return { callSid, document: body, token: parameter(body, 'token') };
}

/** Opens a stream of a call, on which frames arrive until it is closed. */
async function start(call: { callSid: string; token: string }): Promise<StreamClient> {
  const stream = await openStream(world);
  for (const message of startMessages(world, call)) stream.send(message);
  sendSilence(stream);
  return stream;
}

const recordsWhen = (callSid: string, isThere: (it: Records) => boolean) =>
  waitUntil(() => world.crm.ofCall(callSid), isThere, 10_000);
type Records = Awaited<ReturnType<World['crm']['ofCall']>>;

const isLogged = (event: string, callSid: string) =>
  waitUntil(
    async () => logs.some((line) => line.includes(event) && line.includes(callSid)),
    Boolean,
    10_000,
  );

test('a stream that comes after its call was connected again is closed, hears nothing and holds up no other', async () => {
  const first = await greetedCall(world);
  const second = await streamEnded(first.callSid);
  const before = await world.crm.ofCall(first.callSid);
  const late = await start(first);
  await late.closed;
  expect(late.received).toEqual([]);
  expect(await world.crm.ofCall(first.callSid)).toEqual(before);
  const stream = await start(second);
  const { callLog, watch } = await recordsWhen(first.callSid, (it) => it.watch?.phase === 'media');
  expect(callLog).toMatchObject({ gen: 2, stream_sid: expect.stringMatching(/^MZ/) });
  expect(watch).toMatchObject({ gen: 2 });
  stream.socket.terminate();
});

test('a stream whose call was connected again falls silent at its next heartbeat, which does not move the new alarm', async () => {
  const first = await greetedCall(world);
  const old = await start(first);
  await recordsWhen(first.callSid, (it) => it.watch?.phase === 'media');
  const second = await streamEnded(first.callSid);
  expect(await isLogged('stream.lost-its-call', first.callSid)).toBe(true);
  const { watch } = await world.crm.ofCall(first.callSid);
  expect(watch).toMatchObject({ gen: 2, phase: 'start' });
  const heard = old.received.length;
  const stream = await start(second);
  const records = await recordsWhen(first.callSid, (it) => it.watch?.phase === 'media');
  expect(records.watch).toMatchObject({ gen: 2 });
  await expect.poll(() => stream.received.length).toBeGreaterThan(0);
  expect(old.received).toHaveLength(heard);
  for (const { socket } of [old, stream]) socket.terminate();
});

test('a caller whose task stops during an outage of the store is connected again, although no reason was noted', async () => {
  const first = await greetedCall(world);
  const stream = await start(first);
  await recordsWhen(first.callSid, (it) => it.watch?.phase === 'media');
  await world.dynamoDb.setFault('down');
  const stopped = world.media.processes[0]?.kill('SIGTERM');
  await stream.closed;
  await world.dynamoDb.setFault('none');
  expect((await world.crm.ofCall(first.callSid)).callLog?.intent).toBeUndefined();
  const { document } = await streamEnded(first.callSid);
  expect(document).toContain('stream_ended?gen=2');
  const { callLog } = await world.crm.ofCall(first.callSid);
  expect(callLog).toMatchObject({ control: 'stream', gen: 2, losses: 1 });
  await stopped;
});

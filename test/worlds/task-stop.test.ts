import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '#local/polling.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld, type World } from '#local/world/world.ts';
import { greetedCall } from '../greeted-call.ts';
import { sendSilence } from '../silent-frames.ts';
import { openStream, type StreamClient, startMessages } from '../twilio-requests.ts';

const CALLS = 60;
/** Half of the time in which a `start` may follow its handshake, so both fit around the moves. */
const GRACE_MS = 1_000;

let world: World;
beforeAll(async () => {
  const product = { MAX_CONNECTIONS: `${CALLS}`, STOP_GRACE_SECONDS: `${GRACE_MS / 1_000}` };
  world = await openWorld({ settings: { ...closedWorld(), product } });
});
afterAll(() => world[Symbol.asyncDispose]());

const intentOf = (callSid: string) =>
  waitUntil(
    async () => (await world.crm.ofCall(callSid)).callLog?.intent,
    (intent) => intent !== undefined,
    5_000,
  );

test('sixty calls that come back at the same moment are all taken', async () => {
  const streams = await Promise.all(Array.from({ length: CALLS }, () => openStream(world)));
  const refused = streams.filter(({ status }) => status !== 101);
  for (const { socket } of streams) socket.terminate();
  await Promise.all(streams.map(({ closed }) => closed));
  expect(refused).toEqual([]);
});

describe('a task that is told to stop', () => {
  test('fails its health check but takes streams for its grace, then moves them all', async () => {
    const task = await world.media.start();
    const [early, late] = [await greetedCall(world), await greetedCall(world)];
    const first = await streamAt(task.port);
    for (const message of startMessages(world, early)) first.send(message);
    sendSilence(first);
    const stoppedAt = Date.now();
    const stopped = task.kill('SIGTERM');
    await expect
      .poll(async () => (await fetch(`http://127.0.0.1:${task.port}/healthz`)).status, {
        interval: 50,
      })
      .toBe(503);
    // Its handshake comes before the moves, its `start` after them.
    const second = await streamAt(task.port);
    expect(second.status).toBe(101);
    await first.closed;
    expect(Date.now() - stoppedAt).toBeGreaterThanOrEqual(GRACE_MS);
    for (const message of startMessages(world, late)) second.send(message);
    sendSilence(second);
    await second.closed;
    expect([await intentOf(early.callSid), await intentOf(late.callSid)]).toEqual([
      'moved',
      'moved',
    ]);
    await stopped;
  });
});

/** Opens a stream at one task, past the load balancer; Twilio signs the public address. */
function streamAt(port: number): Promise<StreamClient> {
  return openStream(world, { options: { createConnection: () => connect(port, '127.0.0.1') } });
}

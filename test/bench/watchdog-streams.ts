/** The process of the streams: their heartbeats, as the media service sends them, until their parent lets them stall. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Heartbeat, startHeartbeat } from '#media-service/heartbeat.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo-call-logs.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo-call-watches.ts';
import { dynamoDb } from '#shared/adapters/dynamo-db.ts';
import { HEARTBEAT_MS, NO_MEDIA_TIMEOUT_MS } from '#shared/domain/call-watch.ts';

/** How often a stream notes that frames arrive; the heartbeat asks every two seconds. */
const FRAMES_MS = 250;

const db = dynamoDb();
const calls = dynamoCallLogs(db);
const store = dynamoCallWatches(db);
const heartbeats = new Map<string, Heartbeat>();
/** The moment until which the store was last told that a stream lives. */
const deadlines = new Map<string, number>();

const watches: Pick<typeof store, 'attach' | 'beat'> = {
  async attach(callSid, gen, deadlineAt) {
    await store.attach(callSid, gen, deadlineAt);
    deadlines.set(callSid, deadlineAt);
  },
  async beat(callSid, gen, deadlineAt) {
    const isMine = await store.beat(callSid, gen, deadlineAt);
    if (isMine) deadlines.set(callSid, deadlineAt);
    return isMine;
  },
};

async function start(callSid: string): Promise<void> {
  const stream = { callSid, gen: 1, streamSid: callSid.replace('CA', 'MZ') };
  await calls.open({ callSid, from: '', to: '', status: 'in_progress' }, Date.now());
  await calls.attach(stream, Date.now());
  await watches.attach(callSid, 1, Date.now() + 4 * NO_MEDIA_TIMEOUT_MS);
  const heartbeat = startHeartbeat({ watches, calls }, stream, () => {});
  heartbeat.frameArrived();
  heartbeats.set(callSid, heartbeat);
}

process.on('message', async (order: { start: string[] } | { stall: string }) => {
  if ('stall' in order) {
    heartbeats.get(order.stall)?.[Symbol.dispose]();
    heartbeats.delete(order.stall);
    // A beat that is under way still counts.
    await sleep(HEARTBEAT_MS);
    process.send?.({ stalled: order.stall, deadlineAt: deadlines.get(order.stall) });
    return;
  }
  for (const callSid of order.start) await start(callSid);
  process.send?.('started');
});
setInterval(() => {
  for (const heartbeat of heartbeats.values()) heartbeat.frameArrived();
}, FRAMES_MS);
process.on('disconnect', () => process.exit());
process.send?.('ready');

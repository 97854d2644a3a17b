/** The process of one media task: the heartbeats of its streams until its parent stalls them. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Heartbeat, startHeartbeat } from '#media-service/stream/heartbeat.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo/call-watches.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { NO_MEDIA_TIMEOUT_MS } from '#shared/domain/calls/call-watch.ts';

/** Orders of a task's parent; a task answers all but a stall. */
type StreamsOrder =
  | { readonly start: readonly string[] }
  | { readonly stall: string }
  | { readonly report: true };

/** The report of a task at the end. */
export type StreamsReport = {
  /** The last deadline written to the store for each stalled stream. */
  readonly deadlines: readonly (readonly [callSid: string, deadlineAt: number])[];
  /** Time of each heartbeat until the store answered or failed, in milliseconds. */
  readonly beatsMs: readonly number[];
  /** The longest time that the process waited for the processor. */
  readonly lateMs: number;
};

/** The pause between two stream starts: a thousand at once would overload the store before anything is measured. */
const START_EVERY_MS = 50;
/** The pause between two notes that frames arrive; the heartbeat reads them every two seconds. */
const FRAMES_MS = 250;

const db = dynamoDb({ retentionDays: undefined });
const calls = dynamoCallLogs(db);
const store = dynamoCallWatches(db);
const heartbeats = new Map<string, Heartbeat>();
const deadlines = new Map<string, number>();
const stalled: string[] = [];
const beatsMs: number[] = [];
/** Rare enough to cost nothing. */
const lateness = monitorEventLoopDelay({ resolution: 50 });

const watches: Pick<typeof store, 'now' | 'attach' | 'beat'> = {
  now: store.now,
  async attach(callSid, gen, deadlineAt) {
    await store.attach(callSid, gen, deadlineAt);
    deadlines.set(callSid, deadlineAt);
  },
  async beat(callSid, gen, deadlineAt) {
    const startedAt = performance.now();
    try {
      const isMine = await store.beat(callSid, gen, deadlineAt);
      if (isMine) deadlines.set(callSid, deadlineAt);
      return isMine;
    } finally {
      beatsMs.push(performance.now() - startedAt);
    }
  },
};

async function start(callSid: string): Promise<void> {
  const stream = { callSid, gen: 1, streamSid: callSid.replace('CA', 'MZ'), holder: 'socket' };
  await calls.open({ callSid, from: '', to: '', status: 'in_progress' }, Date.now());
  await calls.attach(stream, Date.now());
  await watches.attach(callSid, 1, watches.now() + NO_MEDIA_TIMEOUT_MS);
  const heartbeat = startHeartbeat({ watches, calls }, stream, () => {});
  heartbeat.frameArrived();
  heartbeats.set(callSid, heartbeat);
}

function report(): StreamsReport {
  return {
    deadlines: stalled.map((callSid) => [callSid, deadlines.get(callSid) ?? 0]),
    beatsMs,
    lateMs: lateness.max / 1e6,
  };
}

process.on('message', async (order: StreamsOrder) => {
  if ('stall' in order) {
    heartbeats.get(order.stall)?.[Symbol.dispose]();
    heartbeats.delete(order.stall);
    stalled.push(order.stall);
  } else if ('start' in order) {
    for (const callSid of order.start) {
      await Promise.all([start(callSid), sleep(START_EVERY_MS)]);
    }
    lateness.enable();
    process.send?.('started');
  } else process.send?.(report());
});
setInterval(() => {
  for (const heartbeat of heartbeats.values()) heartbeat.frameArrived();
}, FRAMES_MS);
process.on('disconnect', () => process.exit());
process.send?.('ready');

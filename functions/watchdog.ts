import { setTimeout as sleep } from 'node:timers/promises';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo/call-watches.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { twilioTelephony } from '#shared/adapters/twilio/telephony.ts';
import { rescuer } from '#shared/calls/rescue.ts';
import type { Config } from '#shared/config/config.ts';
import type { CallWatch } from '#shared/domain/calls/call-watch.ts';
import {
  isQuiet,
  isStale,
  nextSweep,
  REDIRECTS_AT_ONCE,
  WATCHDOG_PACE,
  type WatchdogPace,
} from '#shared/domain/calls/watchdog.ts';
import { lazily } from '#shared/http/lambda.ts';
import { log } from '#shared/log.ts';
import type { CallLogs, CallWatches, Telephony } from '#shared/ports/calls.ts';
import { survive } from '#shared/survival.ts';
import { twimlDocuments } from '#shared/twilio/twiml.ts';

type Parts = {
  readonly config: Pick<Config, 'publicBaseUrl' | 'streamUrl' | 'watchdog'>;
  readonly calls: CallLogs;
  readonly watches: CallWatches;
  readonly telephony: Telephony;
};

/** The interval of the metric `SweepAgeMs`. */
const METRIC_EVERY_MS = 10_000;

/** Returns the handler that sweeps the deadlines of all calls and redirects silent calls to the recorded prompt. */
export function watchdog(parts: Parts, pace: WatchdogPace = WATCHDOG_PACE) {
  const { config, watches } = parts;
  const rescue = rescuer({ ...parts, documents: twimlDocuments(config) });

  return async (): Promise<void> => {
    if (!config.watchdog.isOn) return;
    const endsAt = Date.now() + pace.lifeMs;
    const rescues = createRescues(rescue);
    const sweep = createSweep(watches, pace);
    log.info('watchdog.started');
    for (let at = Date.now(); at < endsAt; at = Date.now()) {
      const due = await survive('watchdog.sweep-failed', sweep());
      for (const watch of due ?? []) rescues.start(watch);
      await sleep(Math.max(0, at + pace.sweepEveryMs - Date.now()));
    }
    await rescues.settled();
  };
}

/** Returns a sweep: it reads the due calls, unless another sweeper just did, and returns those that may be claimed. */
function createSweep(watches: CallWatches, pace: WatchdogPace) {
  let oldestMs = 0;
  let measuredAt = watches.now();
  return async (): Promise<readonly CallWatch[]> => {
    const last = await watches.lastSweep();
    const at = watches.now();
    oldestMs = Math.max(oldestMs, last ? at - last.last_at : 0);
    if (at - measuredAt >= METRIC_EVERY_MS) {
      log.duration('SweepAgeMs', oldestMs);
      [oldestMs, measuredAt] = [0, at];
    }
    if (!isStale(last, at, pace)) return [];
    const { due, revived } = await watches.read(at);
    const sweep = nextSweep(last, at, { revived, pace });
    // Stored only after all shards were read, so that every later sweeper sees an outage as a gap.
    const isMine = await watches.noteSweep(last, sweep);
    return isMine && !isQuiet(sweep) ? due : [];
  };
}

/** Runs rescues in parallel; a slow or failed one delays neither the others nor the next sweep. */
function createRescues(rescue: (watch: CallWatch) => Promise<void>) {
  const running = new Map<string, Promise<void>>();
  const run = async (watch: CallWatch) => {
    await survive('watchdog.rescue-failed', rescue(watch));
    running.delete(watch.call_sid);
  };
  return {
    /** Starts a rescue; past the limit the call stays due for the next sweep of any sweeper. */
    start(watch: CallWatch): void {
      if (running.size >= REDIRECTS_AT_ONCE || running.has(watch.call_sid)) return;
      running.set(watch.call_sid, run(watch));
    },
    settled: () => Promise.all(running.values()),
  };
}

/** Starts every minute on the `watchdog` schedule and runs for 190 s; answers nothing. */
export const handler = lazily(async (config) => {
  const db = dynamoDb(config);
  return watchdog({
    config,
    calls: dynamoCallLogs(db),
    watches: dynamoCallWatches(db),
    telephony: twilioTelephony(config.twilio, await secretsOf(config).twilio()),
  });
});

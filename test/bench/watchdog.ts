import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Print } from '@agent-locator/command-line/terminal.ts';
import { productEnvironment } from '#local/world/product-environment.ts';
import type { Environment } from '#shared/config/environment.ts';
import { WATCHDOG_PACE } from '#shared/domain/calls/watchdog.ts';
import { newSid } from '../twilio-requests.ts';
import { openTwilioRest } from '../twilio-rest.ts';
import { PROMISED_MS, QUIET_MS, watchdogFigures } from './watchdog-figures.ts';
import { startProcess } from './watchdog-process.ts';
import type { StreamsReport } from './watchdog-streams.ts';

const CALLS = 1_000;
/** Fewer tasks than on AWS, where each takes 100 streams: another process costs this machine more than its streams. */
const TASKS = 5;
const STALLS = 40;
/** Invocations that sweep at any time: the life of one over the minute between two ticks. */
const SWEEPERS = 3;
const STALL_EVERY_MS = 2_500;
/** The pauses between two stalls, by number, in which a sweeper dies, and in which the store goes away. */
const KILL_AT = [8, 20];
const OUTAGE_AT = 26;
const OUTAGE_MS = 9_000;

/** Measures how soon, and how reliably, mute calls are found among a thousand live ones. */
export const watchdog = {
  purpose: `npm run bench -- watchdog: ${CALLS} streams that beat every 2 s, ${STALLS} of which fall mute.

The store, ${TASKS} media tasks and ${SWEEPERS} sweepers are processes apart. Two sweepers are killed on the way, and
the store is away for ${OUTAGE_MS / 1000} s.

  redirects        mute calls for which Twilio was asked
  false            calls that lived and were redirected
  double           calls for which Twilio was asked twice
  p99_ms           from a call's deadline to the request at Twilio's door, where the store was there
  outage_calls     mute calls whose deadline fell into the outage or the quiet time after it
  outage_max_ms    the longest time from the end of the outage to such a call's request

Promised: ${STALLS} redirects, none false, none double, p99 ${PROMISED_MS} ms, after an outage ${QUIET_MS + PROMISED_MS} ms.

Of the machine, which spoils the figures above where it is overloaded:

  beat_p99_ms      a heartbeat's way to the store and back
  machine_late_ms  the longest time that a process waited for its turn`,

  async measure(progress: Print) {
    const figures = { calls: CALLS, ...(await measureWatchdog(progress)) };
    const ok =
      figures.redirects === STALLS &&
      figures.false === 0 &&
      figures.double === 0 &&
      figures.p99_ms <= PROMISED_MS &&
      figures.outage_max_ms <= QUIET_MS + PROMISED_MS;
    const lines = Object.entries(figures).map(([name, value]) => `${name.padEnd(16)} ${value}`);
    return { ok, lines, figures };
  },
};

async function measureWatchdog(print: Print) {
  await using opened = new AsyncDisposableStack();
  const start = async (file: string, env: Environment) => opened.use(await startProcess(file, env));
  const rest = opened.use(await openTwilioRest());
  const store = await start('watchdog-store.ts', {});
  const env = productEnvironment({
    publicBaseUrl: 'https://voice.example.com',
    twilio: {
      accountSid: `AC${'0'.repeat(32)}`,
      authToken: 'any token for a bench',
      apiBaseUrl: rest.url,
    },
    dynamoDbEndpoint: String(store.said),
  });

  print(`${CALLS} streams start …`);
  const callSids = Array.from({ length: CALLS }, () => newSid('CA'));
  const tasks = await Promise.all(
    Array.from({ length: TASKS }, () => start('watchdog-streams.ts', env)),
  );
  await Promise.all(
    tasks.map((task, index) =>
      task.ask({ start: callSids.filter((_, call) => call % TASKS === index) }),
    ),
  );
  const sweepers = await Promise.all(
    Array.from({ length: SWEEPERS }, () => start('watchdog-sweeper.ts', env)),
  );
  await sleep(2 * WATCHDOG_PACE.quietMs);

  print(`${STALLS} of them fall mute, one every ${STALL_EVERY_MS} ms …`);
  const lateness = monitorEventLoopDelay({ resolution: 50 });
  lateness.enable();
  const outage = { startedAt: 0, endedAt: 0 };
  const breakStore = async () => {
    outage.startedAt = Date.now();
    await store.ask('down');
    await sleep(OUTAGE_MS);
    await store.ask('up');
    outage.endedAt = Date.now();
    print('  the store is back');
  };
  let broken: Promise<void> | undefined;
  for (const [index, stall] of callSids.slice(0, STALLS).entries()) {
    tasks[index % TASKS]?.child.send({ stall });
    if (KILL_AT.includes(index)) {
      sweepers.pop()?.[Symbol.dispose]();
      print('  a sweeper is killed');
    }
    if (index === OUTAGE_AT) {
      print('  the store goes away');
      broken = breakStore();
    }
    await sleep(STALL_EVERY_MS);
  }
  await broken;
  await sleep(3 * WATCHDOG_PACE.quietMs);
  const reports = await Promise.all(tasks.map((task) => task.ask({ report: true })));
  return watchdogFigures({
    updates: rest.updates,
    outage,
    reports: reports as StreamsReport[],
    lateMs: lateness.max / 1e6,
  });
}

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { localAws } from '#local/aws/local-aws.ts';
import type { Print } from '#local/terminal.ts';
import { type Environment, processEnvironment } from '#shared/config.ts';
import { WATCHDOG_PACE } from '#shared/domain/watchdog.ts';
import { newSid } from '../twilio-requests.ts';
import { openTwilioRest } from '../twilio-rest.ts';
import { quantile } from './quantile.ts';

const CALLS = 1_000;
const STALLS = 40;
/** The life of an invocation over the minute between two ticks: so many sweep at any time. */
const SWEEPERS = 3;
const STALL_EVERY_MS = 2_500;
/** In which of the pauses between two stalls a sweeper dies, and the store goes away. */
const KILL_AT = [8, 20];
const OUTAGE_AT = 26;
const OUTAGE_MS = 9_000;
/** What is promised outside of outages; in one, the quiet time and a sweep come on top of it. */
const PROMISED_MS = 700;
const OUTAGE_PROMISED_MS = WATCHDOG_PACE.quietMs + WATCHDOG_PACE.sweepEveryMs + PROMISED_MS;

/** How soon, and how surely, mute calls are found among a thousand that live. */
export const watchdog = {
  purpose: `npm run bench -- watchdog: ${CALLS} streams that beat every 2 s, ${STALLS} of which fall mute.

Store, streams and ${SWEEPERS} sweepers are processes apart; two sweepers are killed on the way, and the
store is away for ${OUTAGE_MS / 1000} s.

  redirects      mute calls for which Twilio was asked
  false          calls that lived and were redirected
  double         calls for which Twilio was asked twice
  p99_ms         from a call's deadline to the request at Twilio's door, where the store was there
  outage_calls   mute calls whose deadline fell into the outage or the quiet time after it
  outage_max_ms  the longest time from the end of the outage to such a call's request

Promised: ${STALLS} redirects, none false, none double, p99 ${PROMISED_MS} ms, after an outage ${OUTAGE_PROMISED_MS} ms.`,

  async measure(progress: Print) {
    const figures = await measureWatchdog(progress);
    const ok =
      figures.redirects === STALLS &&
      figures.false === 0 &&
      figures.double === 0 &&
      figures.p99_ms <= PROMISED_MS &&
      figures.outage_max_ms <= OUTAGE_PROMISED_MS;
    const lines = Object.entries(figures).map(([name, value]) => `${name.padEnd(14)} ${value}`);
    return { ok, lines, figures };
  },
};

async function measureWatchdog(print: Print) {
  await using opened = new AsyncDisposableStack();
  const start = (file: string, env: Environment) =>
    opened.adopt(startProcess(file, env), (child) => void child.kill('SIGKILL'));
  const rest = opened.use(await openTwilioRest());
  const store = start('watchdog-store.ts', {});
  const [endpoint] = (await once(store, 'message')) as [string];
  const env = {
    PUBLIC_BASE_URL: 'https://voice.example.com',
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: 'any',
    TWILIO_API_BASE_URL: rest.url,
    STREAM_TOKEN_KEY: 'any',
    AWS_REGION: localAws.region,
    AWS_ACCESS_KEY_ID: localAws.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localAws.credentials.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
  };

  const streams = start('watchdog-streams.ts', env);
  await once(streams, 'message');
  const callSids = Array.from({ length: CALLS }, () => newSid('CA'));
  print(`${CALLS} streams start …`);
  streams.send({ start: callSids });
  await once(streams, 'message');
  const sweepers = Array.from({ length: SWEEPERS }, () => start('watchdog-sweeper.ts', env));
  await Promise.all(sweepers.map((sweeper) => once(sweeper, 'message')));
  await sleep(2 * WATCHDOG_PACE.quietMs);

  const deadlines = new Map<string, number>();
  streams.on('message', ({ stalled, deadlineAt }: { stalled: string; deadlineAt: number }) =>
    deadlines.set(stalled, deadlineAt),
  );
  print(`${STALLS} of them fall mute, one every ${STALL_EVERY_MS} ms …`);
  const outage = { startedAt: 0, endedAt: 0 };
  const breakStore = async () => {
    outage.startedAt = Date.now();
    store.send('down');
    await sleep(OUTAGE_MS);
    store.send('none');
    outage.endedAt = Date.now();
    print('  the store is back');
  };
  let broken: Promise<void> | undefined;
  for (const [index, stall] of callSids.slice(0, STALLS).entries()) {
    streams.send({ stall });
    if (KILL_AT.includes(index)) {
      sweepers.pop()?.kill('SIGKILL');
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
  return toFigures({ updates: rest.updates, deadlines, outage });
}

type Run = {
  readonly updates: readonly { readonly callSid: string; readonly at: number }[];
  readonly deadlines: ReadonlyMap<string, number>;
  readonly outage: { readonly startedAt: number; readonly endedAt: number };
};

function toFigures({ updates, deadlines, outage }: Run) {
  const first = new Map(updates.toReversed().map(({ callSid, at }) => [callSid, at]));
  const found = [...deadlines].flatMap(([callSid, deadlineAt]) => {
    const at = first.get(callSid);
    return at === undefined ? [] : [{ deadlineAt, at }];
  });
  const quietUntil = outage.endedAt + WATCHDOG_PACE.quietMs + WATCHDOG_PACE.sweepEveryMs;
  const isHit = ({ deadlineAt }: { deadlineAt: number }) =>
    // A deadline shortly before the outage may meet a store that is gone.
    deadlineAt > outage.startedAt - PROMISED_MS && deadlineAt < quietUntil;
  const lateMs = found.filter((call) => !isHit(call)).map(({ at, deadlineAt }) => at - deadlineAt);
  const hit = found.filter(isHit);
  return {
    calls: CALLS,
    redirects: found.length,
    false: [...first.keys()].filter((callSid) => !deadlines.has(callSid)).length,
    double: updates.length - first.size,
    p50_ms: quantile(lateMs, 0.5),
    p99_ms: quantile(lateMs, 0.99),
    outage_calls: hit.length,
    outage_max_ms: Math.max(0, ...hit.map(({ at }) => at - outage.endedAt)),
  };
}

function startProcess(file: string, env: Environment): ChildProcess {
  return fork(fileURLToPath(new URL(file, import.meta.url)), {
    env: { PATH: processEnvironment()['PATH'], ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

import { eventbridgeScheduler } from '#shared/adapters/aws/schedules.ts';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo/call-watches.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { dynamoVendorChecks } from '#shared/adapters/dynamo/vendor-checks.ts';
import { openaiModel } from '#shared/adapters/openai/client.ts';
import type { Config } from '#shared/config/config.ts';
import type { GoogleConfig } from '#shared/config/vendors.ts';
import { isFresh } from '#shared/domain/calls/watchdog.ts';
import { type Way, waysOf } from '#shared/domain/office/telling.ts';
import { InvalidInput, VendorFailed } from '#shared/errors.ts';
import { type HttpEvent, type HttpResult, json, lazily, text } from '#shared/http/lambda.ts';
import { log } from '#shared/log.ts';
import type { CallWatches } from '#shared/ports/calls.ts';
import type { VendorChecks, VendorWords } from '#shared/ports/health.ts';
import type { Schedules } from '#shared/ports/office.ts';
import { routes } from '#shared/routes.ts';
import { survive } from '#shared/survival.ts';

/** Checks one part of the system; throws if it does not work. */
type Probe = () => Promise<unknown>;

/** The check of each part; undefined if the part is not configured. */
type Probes = Readonly<Record<'db' | 'openai' | 'tts' | 'watchdog', Probe | undefined>>;

type HealthParts = {
  readonly configured: () => Promise<Probes>;
  /** The ways in which the people of the office are told. */
  readonly ways: readonly Way[];
  readonly vendorChecks: VendorChecks;
};

/** The life of an answer in one container: the route is public. */
const CACHE_MS = 2_000;
/** The limit on one check; past it the part counts as failed. */
const PROBE_DEADLINE_MS = 3_000;

/** Returns the handler of `/healthz`, which shows that it runs, and `/readyz`, which lists the working parts. */
export function health(parts: HealthParts) {
  let cached: { result: HttpResult; at: number } | undefined;
  return async ({ rawPath }: HttpEvent): Promise<HttpResult> => {
    if (rawPath === routes.healthz.path) return text(200, 'ok');
    if (!cached || Date.now() - cached.at > CACHE_MS) {
      cached = { result: await readiness(parts), at: Date.now() };
    }
    // Each is also a 5xx of the API, which the alarm of failing webhooks must leave out.
    if (cached.result.statusCode !== 200) log.count('DegradedAnswers');
    return cached.result;
  };
}

async function readiness({ configured, ways, vendorChecks }: HealthParts): Promise<HttpResult> {
  const { db, openai, tts, watchdog } = await configured();
  const [ofDb, ofVendors, ofWatchdog] = await Promise.all([
    state('db', db),
    vendorStates({ openai, tts }, vendorChecks),
    state('watchdog', watchdog),
  ]);
  // Whether a message arrives is not asked here: each would cost, and reach a person.
  const staff = ways.join('+') || 'disabled';
  const parts = { db: ofDb, ...ofVendors, watchdog: ofWatchdog, staff };
  const isReady = !Object.values(parts).includes('failed');
  return json(isReady ? 200 : 503, { status: isReady ? 'ready' : 'degraded', ...parts });
}

/** Asks the vendors, unless a container did so a moment ago. Without the store, each container asks for itself. */
async function vendorStates(
  probes: Pick<Probes, 'openai' | 'tts'>,
  vendorChecks: VendorChecks,
): Promise<VendorWords> {
  const turn = await survive('health.turn-not-taken', vendorChecks.take(Date.now()));
  if (turn && turn !== 'ours') return turn;
  const [openai, tts] = await Promise.all([
    state('openai', probes.openai),
    state('tts', probes.tts),
  ]);
  await survive('health.words-not-kept', vendorChecks.keep({ openai, tts }));
  return { openai, tts };
}

async function state(
  part: string,
  probe: Probe | undefined,
): Promise<'ok' | 'disabled' | 'failed'> {
  if (!probe) return 'disabled';
  const late = AbortSignal.timeout(PROBE_DEADLINE_MS);
  try {
    await Promise.race([probe(), aborted(late)]);
    return 'ok';
  } catch (error) {
    log.error('health.part-failed', error, { part });
    return 'failed';
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}

/** Checks Google's voice. Its gRPC client is four times the rest of this function, so it is loaded on demand. */
async function openVoice(config: GoogleConfig, credentialsJson: string): Promise<void> {
  const { googleVoice } = await import('#shared/adapters/google/voice.ts');
  await using voice = googleVoice({ config, credentialsJson });
  await voice.warm();
}

type WatchdogParts = {
  readonly schedules: Pick<Schedules, 'isEnabled'>;
  readonly watches: Pick<CallWatches, 'lastSweep'>;
};

/** Checks the watchdog: its schedule must be enabled and its last sweep recent. */
async function checkWatchdog(
  { schedules, watches }: WatchdogParts,
  { scheduleName }: Config['watchdog'],
): Promise<void> {
  const [isEnabled, sweep] = await Promise.all([
    schedules.isEnabled(scheduleName),
    watches.lastSweep(),
  ]);
  if (!isEnabled) throw new InvalidInput(`The schedule "${scheduleName}" is not enabled.`);
  if (!isFresh(sweep, Date.now()))
    throw new VendorFailed('scheduler', 'the watchdog does not sweep');
}

/** Starts on a GET of `/healthz` or `/readyz`; answers 200, or 503 if a part has failed. */
export const handler = lazily(async (config) => {
  // This function has no right to Twilio's secret, where an updated deployment may still have the keys.
  const secrets = secretsOf({ secretArns: { models: config.secretArns.models } });
  const db = dynamoDb(config);
  const calls = dynamoCallLogs(db);
  const watchdogParts = {
    schedules: eventbridgeScheduler(config.schedules),
    watches: dynamoCallWatches(db),
  };
  const configured = async () => {
    const { openaiApiKey: apiKey, googleCredentialsJson: credentialsJson } = await secrets.models();
    return {
      db: () => calls.find('readyz'),
      openai: apiKey ? openaiModel({ apiKey, config: config.openai }).check : undefined,
      tts: credentialsJson ? () => openVoice(config.google, credentialsJson) : undefined,
      watchdog: config.watchdog.isOn
        ? () => checkWatchdog(watchdogParts, config.watchdog)
        : undefined,
    };
  };
  return health({ configured, ways: waysOf(config), vendorChecks: dynamoVendorChecks(db) });
});

import type { WorldState } from '#local/control/running-world.ts';
import { readConfig } from '#shared/config/config.ts';
import { InvalidInput } from '#shared/errors.ts';
import type { Credentials } from './credentials.ts';
import type { Account } from './phone-numbers.ts';
import { createProbeCall, type ProbeCall } from './probe-call.ts';
import { createRequests, type Requests } from './requests.ts';

/** A deployment as a run sees it from outside, until it is disposed of. */
export interface Deployment extends AsyncDisposable {
  readonly baseUrl: string;
  /** What its TwiML must open. */
  readonly streamUrl: string;
  readonly requests: Requests;
  /** The one call of this run. */
  readonly call: ProbeCall;
  /** The account that it belongs to, where the run knows it. */
  readonly twilio: Account | undefined;
  /** How long what follows a call or a message may take. */
  readonly patienceMs: number;
  /** The world that it is, where it is one of this machine. */
  readonly world: WorldState | undefined;
}

/** A recording is ready within seconds of a call, its words within seconds of that; a late reply takes longer. */
const PATIENCE_MS = 120_000;
/** An account of nobody, for requests that cannot be signed anyway. */
const NO_ACCOUNT = `AC${'0'.repeat(32)}`;

/** Reads which deployment is meant: an origin, with or without a slash behind it. */
export function readOrigin(text: string): string {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new InvalidInput(`"${text}" is not a deployment: name it like https://voice.example.com`);
  }
  return `${url.pathname}${url.search}${url.hash}` === '/' ? url.origin : text;
}

/** Opens a deployment for one run; nothing is asked of it yet. */
export function openDeployment(
  origin: string,
  credentials: Credentials,
  patienceMs = PATIENCE_MS,
): Deployment {
  const { accountSid, authToken, apiBaseUrl, world } = credentials;
  // The product's own reading: what it would refuse to be deployed with is refused here.
  const config = readConfig({
    PUBLIC_BASE_URL: world?.publicBaseUrl ?? origin,
    TWILIO_ACCOUNT_SID: accountSid ?? NO_ACCOUNT,
    TWILIO_API_BASE_URL: apiBaseUrl,
  });
  const { publicBaseUrl: baseUrl, streamUrl, twilio } = config;
  const requests = createRequests(baseUrl, authToken);
  const call = createProbeCall(requests, twilio.accountSid);
  return {
    baseUrl,
    streamUrl,
    requests,
    call,
    twilio: accountSid && authToken ? { ...twilio, authToken } : undefined,
    patienceMs,
    world,
    [Symbol.asyncDispose]: () => call[Symbol.asyncDispose](),
  };
}

import type { WorldState } from '#local/control/running-world.ts';
import type { Patience } from '#local/polling.ts';
import { readConfig } from '#shared/config/config.ts';
import { InvalidInput } from '#shared/errors.ts';
import type { Credentials } from './credentials.ts';
import type { Account } from './phone-numbers.ts';
import { createProbeCall, type ProbeCall } from './probe-call.ts';
import { createRequests, type Requests } from './requests.ts';

/** A deployment seen from outside, until it is disposed of. */
export interface Deployment extends AsyncDisposable {
  readonly baseUrl: string;
  /** The WebSocket URL that its TwiML must open. */
  readonly streamUrl: string;
  readonly requests: Requests;
  /** The only call of this run. */
  readonly call: ProbeCall;
  /** Its Twilio account, where the run knows it. */
  readonly twilio: Account | undefined;
  /** The number that must call it, in E.164; absent for any number of the account. */
  readonly phoneNumber?: string | undefined;
  /** How long the CRM may take to show a call or a message, and how often it is asked. */
  readonly patience: Patience;
  /** The local world behind it, where there is one. */
  readonly world: WorldState | undefined;
}

/** A recording and its transcription take seconds each; a late reply on WhatsApp takes longest. */
const PATIENCE_MS = 120_000;
/** Twilio and AWS limit and bill each request. */
const POLL_MS = 1_000;
/** A placeholder account for requests that cannot be signed anyway. */
const NO_ACCOUNT = `AC${'0'.repeat(32)}`;

/**
 * Reads the address of a deployment: an origin, with or without a slash behind it.
 * @throws {InvalidInput} where the text is not an http or https URL.
 */
export function readOrigin(text: string): string {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new InvalidInput(
      `"${text}" is not the address of a deployment: write it like https://voice.example.com`,
    );
  }
  return `${url.pathname}${url.search}${url.hash}` === '/' ? url.origin : text;
}

/**
 * Opens a deployment for one run, without a request yet.
 * @throws {InvalidInput} where the product itself would refuse the address or the account.
 */
export function openDeployment(
  origin: string,
  credentials: Credentials,
  patienceMs = PATIENCE_MS,
): Deployment {
  const { accountSid, authToken, apiBaseUrl, world } = credentials;
  // The product’s own reader refuses the same settings as a deployment does.
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
    patience: { deadlineMs: patienceMs, pollMs: POLL_MS },
    world,
    [Symbol.asyncDispose]: () => call[Symbol.asyncDispose](),
  };
}

import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Account, signatureUnder, signedUrl } from '../account/account.ts';
import { type ConnectionOverrides, connectionOverrides } from '../http/connection-overrides.ts';
import { faultyHttp } from '../http/faulty-http.ts';
import type { exchangeHttp, HttpOutcome } from '../http/http-request.ts';
import type { RequestFaults } from '../trouble/request-faults.ts';
import { toWebhookAnswer, type WebhookAnswer } from './webhook-answer.ts';

/** A webhook to deliver to the application. */
export type Delivery = {
  readonly url: string;
  readonly method: 'POST' | 'GET';
  readonly parameters: Readonly<Record<string, string>>;
};

/** The exchange around a delivery. */
export type WebhookSender = {
  readonly account: Account;
  /** Webhooks of calls and of messages differ in content type and in the signed port. */
  readonly channel: 'voice' | 'messaging';
  readonly faultsOf: (url: string) => RequestFaults;
  /** The ceiling of every delivery, which its connection overrides cannot raise. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Hears of every request that was made, redirects and retries included. */
  onAttempt(attempt: WebhookAttempt): void;
};

/** One request of a delivery, and its answer. */
export type WebhookAttempt = {
  readonly method: Delivery['method'];
  readonly url: string;
  readonly answer: WebhookAnswer;
};

/** Returns a method by its name: GET, or POST for any other. */
export function toMethod(named: string | null | undefined): Delivery['method'] {
  return named?.toUpperCase() === 'GET' ? 'GET' : 'POST';
}

const formTypes = {
  voice: 'application/x-www-form-urlencoded; charset=UTF-8',
  messaging: 'application/x-www-form-urlencoded',
} as const;
const MAX_BODY_BYTES = 64 * 1024;
const MAX_REDIRECTS = 10;
const RETRY_PAUSE_MS = 100;

/**
 * Delivers one signed webhook, follows its redirects, and retries as its URL's fragment asks.
 * @see https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 * @see https://www.twilio.com/docs/usage/webhooks/webhooks-security
 */
export async function deliver(delivery: Delivery, sender: WebhookSender): Promise<WebhookAnswer> {
  const { url } = delivery;
  const target = parseUrl(url);
  if (!target) return { kind: 'failed', code: 11100, url, detail: 'not an http(s) URL' };
  const overrides = connectionOverrides(target.hash, sender.timeoutMs);
  if (!overrides) return { kind: 'failed', code: 11243, url, detail: target.hash };

  const faults = sender.faultsOf(url);
  const { webhookFaults } = faults;
  const idempotencyToken = randomUUID();
  const exchangeHttp = faultyHttp(webhookFaults);
  const send = () =>
    tryUntilAnswered(delivery, {
      ...sender,
      faults,
      overrides,
      idempotencyToken,
      exchangeHttp,
      signal: AbortSignal.any([sender.signal, AbortSignal.timeout(overrides.totalTimeoutMs)]),
    });
  if (webhookFaults === 'duplicate') await send();
  if (typeof webhookFaults === 'object' && 'replayAfterMs' in webhookFaults) {
    setTimeout(send, webhookFaults.replayAfterMs).unref();
  }
  return send();
}

type Attempt = WebhookSender & {
  readonly faults: RequestFaults;
  readonly overrides: ConnectionOverrides;
  readonly idempotencyToken: string;
  readonly exchangeHttp: typeof exchangeHttp;
};

async function tryUntilAnswered(delivery: Delivery, attempt: Attempt): Promise<WebhookAnswer> {
  const { overrides, signal } = attempt;
  for (let retry = 0; ; retry++) {
    const { answer, outcome } = await requestFollowingRedirects(delivery, attempt);
    if (retry === overrides.retries || signal.aborted || !asksForRetry(outcome, overrides)) {
      return answer;
    }
    await delay(RETRY_PAUSE_MS, undefined, { signal }).catch(() => {});
  }
}

async function requestFollowingRedirects(
  delivery: Delivery,
  attempt: Attempt,
): Promise<{ answer: WebhookAnswer; outcome: HttpOutcome }> {
  let { url, method } = delivery;
  for (let hop = 0; ; hop++) {
    const outcome = await request({ ...delivery, url, method }, attempt);
    const answer = toWebhookAnswer(url, outcome);
    attempt.onAttempt({ method, url, answer });
    const location = redirectTarget(url, outcome);
    if (!location) return { answer, outcome };
    if (hop === MAX_REDIRECTS) {
      return { answer: { kind: 'failed', code: 11215, url, detail: location }, outcome };
    }
    // A redirected POST may become a GET; the strict reading keeps applications off redirects.
    if (outcome.kind === 'answered' && outcome.status < 307) method = 'GET';
    url = location;
  }
}

function request({ url, method, parameters }: Delivery, attempt: Attempt): Promise<HttpOutcome> {
  const target = new URL(url);
  const form = new URLSearchParams(parameters).toString();
  if (method === 'GET') target.search = target.search ? `${target.search}&${form}` : form;
  const posted = method === 'POST' ? parameters : undefined;
  const { faults, account, channel } = attempt;
  const signed = signatureUnder(faults.signatureFault, account, signedUrl(target, channel), posted);
  return attempt.exchangeHttp({
    url: target,
    method,
    headers: {
      ...(signed && { 'X-Twilio-Signature': signed }),
      'I-Twilio-Idempotency-Token': attempt.idempotencyToken,
      'User-Agent': 'TwilioProxy/1.1',
      Accept: '*/*',
      'X-Home-Region': 'us1',
      ...(posted && { 'Content-Type': formTypes[channel] }),
    },
    ...(posted && { body: form }),
    connectTimeoutMs: attempt.overrides.connectTimeoutMs,
    readTimeoutMs: attempt.overrides.readTimeoutMs,
    maxBytes: MAX_BODY_BYTES,
    signal: attempt.signal,
  });
}

function asksForRetry(outcome: HttpOutcome, { retryOn }: ConnectionOverrides): boolean {
  const asks = (policy: string) => retryOn.has(policy) || retryOn.has('all');
  if (outcome.kind === 'too-large') return false;
  if (outcome.kind === 'failed') return asks(outcome.during === 'connect' ? 'ct' : 'rt');
  return (outcome.status >= 500 && asks('5xx')) || (clientError(outcome.status) && asks('4xx'));
}

function clientError(status: number): boolean {
  return status >= 400 && status < 500;
}

function redirectTarget(url: string, outcome: HttpOutcome): string | undefined {
  if (outcome.kind !== 'answered' || ![301, 302, 303, 307, 308].includes(outcome.status)) return;
  const { location } = outcome.headers;
  return location && URL.canParse(location, url) ? new URL(location, url).href : undefined;
}

function parseUrl(url: string): URL | undefined {
  if (!URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  return parsed.protocol === 'http:' || parsed.protocol === 'https:' ? parsed : undefined;
}

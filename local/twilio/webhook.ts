import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Account, signature, signedUrl } from './account.ts';
import { type ConnectionOverrides, connectionOverrides } from './connection-overrides.ts';
import { exchangeHttp, type HttpOutcome } from './http-request.ts';

/** A request the exchange owes to the application. */
export type Delivery = {
  readonly url: string;
  readonly method: 'POST' | 'GET';
  readonly parameters: Readonly<Record<string, string>>;
};

/** What the application answered, at the URL it finally answered from; or the code of the failure. */
export type WebhookAnswer =
  | {
      kind: 'answered';
      url: string;
      status: number;
      contentType: string | undefined;
      body: string;
    }
  | { kind: 'failed'; code: number; url: string; detail: string };

/** What a delivery needs of the exchange around it. */
export type WebhookSender = {
  readonly account: Account;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Told of every request made, with its status if it got one. */
  onAttempt(url: string, status: number | undefined): void;
};

/** Reads a method somebody named; POST unless it is GET. */
export function toMethod(named: string | null | undefined): Delivery['method'] {
  return named?.toUpperCase() === 'GET' ? 'GET' : 'POST';
}

const MAX_BODY_BYTES = 64 * 1024;
const MAX_REDIRECTS = 10;
const RETRY_PAUSE_MS = 100;

/** Delivers one signed webhook: redirects followed, retried as its URL's fragment asks. */
export async function deliver(delivery: Delivery, sender: WebhookSender): Promise<WebhookAnswer> {
  const { url } = delivery;
  const target = parseUrl(url);
  if (!target) return { kind: 'failed', code: 11100, url, detail: 'not an http(s) URL' };
  const overrides = connectionOverrides(target.hash, sender.timeoutMs);
  if (!overrides) return { kind: 'failed', code: 11243, url, detail: target.hash };

  const idempotencyToken = randomUUID();
  const signal = AbortSignal.any([sender.signal, AbortSignal.timeout(overrides.totalTimeoutMs)]);
  for (let retry = 0; ; retry++) {
    const attempt = { ...sender, signal, overrides, idempotencyToken };
    const { answer, outcome } = await requestFollowingRedirects(delivery, attempt);
    if (retry === overrides.retries || signal.aborted || !asksForRetry(outcome, overrides)) {
      return answer;
    }
    await delay(RETRY_PAUSE_MS, undefined, { signal }).catch(() => {});
  }
}

type Attempt = WebhookSender & {
  readonly overrides: ConnectionOverrides;
  readonly idempotencyToken: string;
};

async function requestFollowingRedirects(
  delivery: Delivery,
  attempt: Attempt,
): Promise<{ answer: WebhookAnswer; outcome: HttpOutcome }> {
  let { url, method } = delivery;
  for (let hop = 0; ; hop++) {
    const outcome = await request({ ...delivery, url, method }, attempt);
    const answer = toAnswer(url, outcome);
    attempt.onAttempt(url, outcome.kind === 'answered' ? outcome.status : undefined);
    const location = redirectTarget(url, outcome);
    if (!location) return { answer, outcome };
    if (hop === MAX_REDIRECTS) {
      return { answer: { kind: 'failed', code: 11215, url, detail: location }, outcome };
    }
    // A redirected POST may come back as a GET: the strict reading, so that nobody relies on redirects.
    if (outcome.kind === 'answered' && outcome.status < 307) method = 'GET';
    url = location;
  }
}

function request({ url, method, parameters }: Delivery, attempt: Attempt): Promise<HttpOutcome> {
  const target = new URL(url);
  const form = new URLSearchParams(parameters).toString();
  if (method === 'GET') target.search = target.search ? `${target.search}&${form}` : form;
  const posted = method === 'POST' ? parameters : undefined;
  return exchangeHttp({
    url: target,
    method,
    headers: {
      'X-Twilio-Signature': signature(attempt.account, signedUrl(target), posted),
      'I-Twilio-Idempotency-Token': attempt.idempotencyToken,
      'User-Agent': 'TwilioProxy/1.1',
      Accept: '*/*',
      'X-Home-Region': 'us1',
      ...(posted && { 'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8' }),
    },
    ...(posted && { body: form }),
    connectTimeoutMs: attempt.overrides.connectTimeoutMs,
    readTimeoutMs: attempt.overrides.readTimeoutMs,
    maxBytes: MAX_BODY_BYTES,
    signal: attempt.signal,
  });
}

function toAnswer(url: string, outcome: HttpOutcome): WebhookAnswer {
  if (outcome.kind === 'too-large') {
    return { kind: 'failed', code: 11750, url, detail: `over ${MAX_BODY_BYTES} bytes` };
  }
  if (outcome.kind === 'failed') {
    return { kind: 'failed', code: codeOf(outcome), url, detail: outcome.reason };
  }
  const { status, headers, body } = outcome;
  const contentType = headers['content-type'];
  return { kind: 'answered', url, status, contentType, body: body.toString('utf8') };
}

function codeOf({ during, reason }: { during: string; reason: string }): number {
  if (reason === 'ENOTFOUND' || reason === 'EAI_AGAIN') return 11210;
  if (reason === 'ERR_TLS_CERT_ALTNAME_INVALID') return 11235;
  if (reason === 'CERT_HAS_EXPIRED') return 11236;
  if (/SELF_SIGNED|UNABLE_TO|DEPTH_ZERO/.test(reason)) return 11237;
  if (/^(EPROTO|ERR_SSL)/.test(reason)) return 11220;
  if (reason.startsWith('HPE_')) return 11206;
  const unanswered = during === 'connect' || reason === 'ETIMEDOUT' || reason === 'ABORT_ERR';
  return unanswered ? 11205 : 11200;
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

import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { Broken, NotChecked } from './verdict.ts';

/** The answer of a deployment. */
export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
};

/** The signature of a request: Twilio’s, one with another token, one with the empty key, or none. */
export type Signing = 'signed' | 'wrongly-signed' | 'signed-with-nothing' | 'unsigned';

/**
 * Requests to a deployment, as Twilio, a browser or a stranger sends them.
 * Methods throw `Broken` without an answer, and `NotChecked` without an auth token.
 */
export interface Requests {
  get(path: string): Promise<Answer>;
  head(path: string): Promise<Answer>;
  post(path: string, fields: Readonly<Record<string, string>>, signing: Signing): Promise<Answer>;
  /** Returns the signature of a URL and a form; undefined for `unsigned`. */
  sign(url: string, fields: Readonly<Record<string, string>>, signing: Signing): string | undefined;
}

/** Twilio waits this long for a webhook: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides */
const ANSWER_TIMEOUT_MS = 15_000;
/** Twilio refuses longer answers: https://www.twilio.com/docs/errors/11750 */
const MAX_BODY_BYTES = 64 * 1024;
const NOT_THE_TOKEN = 'a token that is not of this account';

/** Creates the requests to one deployment. */
export function createRequests(baseUrl: string, authToken: string | undefined): Requests {
  const ask = async (method: string, path: string, init: RequestInit = {}): Promise<Answer> => {
    try {
      const response = await fetch(baseUrl + path, {
        method,
        // Twilio may turn a redirected POST into a GET, so a redirect is a fault.
        redirect: 'manual',
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
        ...init,
      });
      const { status, headers } = response;
      return { status, headers, body: await read(response) };
    } catch (error) {
      if (error instanceof Broken) throw error;
      throw new Broken(`${method} ${path}: ${reasonOf(error)}`, { cause: error });
    }
  };

  const sign: Requests['sign'] = (url, fields, signing) => {
    if (signing === 'unsigned') return undefined;
    if (signing === 'wrongly-signed') return getExpectedTwilioSignature(NOT_THE_TOKEN, url, fields);
    if (signing === 'signed-with-nothing') return getExpectedTwilioSignature('', url, fields);
    if (authToken) return getExpectedTwilioSignature(authToken, url, fields);
    throw new NotChecked('TWILIO_AUTH_TOKEN is not set');
  };

  return {
    sign,
    get: (path) => ask('GET', path),
    head: (path) => ask('HEAD', path),
    async post(path, fields, signing) {
      const signature = sign(baseUrl + path, fields, signing);
      return ask('POST', path, {
        headers: {
          'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
          'user-agent': 'TwilioProxy/1.1',
          ...(signature && { 'x-twilio-signature': signature }),
        },
        body: new URLSearchParams(fields).toString(),
      });
    },
  };
}

async function read({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES)
      throw new Broken(`the answer has more than ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Returns why a request failed: the system’s error code, else the message. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${ANSWER_TIMEOUT_MS / 1000} s`;
  const { code } = error as NodeJS.ErrnoException;
  if (error.cause) return reasonOf(error.cause);
  return code ?? error.message;
}

import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { Broken, NotChecked } from './verdict.ts';

/** What a deployment answered. */
export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
};

/** How a request is signed: as Twilio does, with a token that is not the account's, with the empty key, or not at all. */
export type Signing = 'signed' | 'wrongly-signed' | 'signed-with-nothing' | 'unsigned';

/** Asks a deployment as Twilio, a browser or a stranger would. */
export interface Requests {
  get(path: string): Promise<Answer>;
  head(path: string): Promise<Answer>;
  post(path: string, fields: Readonly<Record<string, string>>, signing: Signing): Promise<Answer>;
  /** The signature of a URL and a form; undefined where it goes unsigned. */
  sign(url: string, fields: Readonly<Record<string, string>>, signing: Signing): string | undefined;
}

/** As long as Twilio waits for a webhook. */
const ANSWER_TIMEOUT_MS = 15_000;
/** Twilio refuses longer answers: https://www.twilio.com/docs/errors/11750 */
const MAX_BODY_BYTES = 64 * 1024;
const NOT_THE_TOKEN = 'a token that is not of this account';

/** Creates the requests to one deployment; what needs an auth token is not checked without one. */
export function createRequests(baseUrl: string, authToken: string | undefined): Requests {
  const ask = async (method: string, path: string, init: RequestInit = {}): Promise<Answer> => {
    try {
      const response = await fetch(baseUrl + path, {
        method,
        // Twilio may turn the POST into a GET on the way: a webhook must not redirect.
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
    if (bytes > MAX_BODY_BYTES) throw new Broken(`an answer of more than ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Names why there was no answer, by the code of the system where there is one. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${ANSWER_TIMEOUT_MS / 1000} s`;
  const { code } = error as NodeJS.ErrnoException;
  if (error.cause) return reasonOf(error.cause);
  return code ?? error.message;
}

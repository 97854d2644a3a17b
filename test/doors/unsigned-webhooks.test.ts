import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { HttpEvent } from '#shared/http/lambda.ts';
import {
  account,
  type Functions,
  openFunctions,
  requestTo,
  signed,
  webhooks,
} from '../functions.ts';
import { callFields } from '../twilio-requests.ts';
import { silenceLog } from './log.ts';
import { oddRequest } from './requests.ts';

/** An unsigned request must not make the product ask Twilio: nothing listens at this address. */
const NOWHERE = 'http://127.0.0.1:9';

const calls = Array.from({ length: 3 }, () => callFields({ CallStatus: 'in-progress' }));

silenceLog();
let functions: Functions;
beforeAll(async () => {
  functions = await openFunctions(NOWHERE);
  for (const fields of calls) await functions.post('incoming-call', fields);
});
afterAll(() => functions[Symbol.asyncDispose]());

/** Returns the request with the signature that belongs to another one. */
function signedAs(request: HttpEvent, other: Partial<HttpEvent>): HttpEvent {
  return { ...request, headers: signed({ ...request, ...other }).headers };
}

const forgeries: Record<string, (request: HttpEvent) => HttpEvent> = {
  'not signed': (request) => request,
  'signed with nothing': (request) => ({ ...request, headers: { 'x-twilio-signature': '' } }),
  'signed with noise': (request) => ({ ...request, headers: { 'x-twilio-signature': 'שלום' } }),
  'signed with another token': (request) => signed(request, `${account.TWILIO_AUTH_TOKEN}.`),
  'signed with the empty key': (request) => signed(request, ''),
  'signed as a form that says more': (request) =>
    signedAs(request, { body: `${request.body ?? ''}&forged=1`, isBase64Encoded: false }),
  'signed for another query': (request) =>
    signedAs(request, { rawQueryString: `${request.rawQueryString}&gen=9` }),
  'signed for another path': (request) => signedAs(request, { rawPath: `${request.rawPath}/` }),
};

describe('a request that is', () => {
  test.each(Object.entries(forgeries))(
    '%s is answered 403 by every webhook, and leaves every row as it was',
    async (_, forge) => {
      const before = await functions.rows();
      const requests = oddRequest(fc.constantFrom(...calls.map(({ CallSid }) => CallSid)));
      const turnsAway = async (request: HttpEvent) => {
        const { statusCode, body } = await functions.ask(forge(request));
        expect(statusCode).toBe(403);
        expect(body).not.toContain('<');
        expect(await functions.rows()).toEqual(before);
      };
      await fc.assert(fc.asyncProperty(requests, turnsAway), { numRuns: 30 });
    },
  );
});

describe.each(webhooks)('%s', (webhook) => {
  /** Asks with a body, and returns the status and how many forms were parsed. */
  const askWith = async (request: Partial<HttpEvent>) => {
    let parsed = 0;
    class CountedForm extends URLSearchParams {
      constructor(...form: ConstructorParameters<typeof URLSearchParams>) {
        super(...form);
        parsed += 1;
      }
    }
    vi.stubGlobal('URLSearchParams', CountedForm);
    try {
      const { statusCode } = await functions.ask({ ...requestTo(webhook), ...request });
      return { statusCode, parsed };
    } finally {
      vi.unstubAllGlobals();
    }
  };
  const headers = { 'x-twilio-signature': 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' };
  const fields = 'a=&'.repeat(400_000);

  test('parses nothing of a request without a signature', async () => {
    expect(await askWith({ body: fields })).toEqual({ statusCode: 403, parsed: 0 });
  });

  test.each([
    ['plain', { body: fields }],
    ['encoded', { body: Buffer.from(fields).toString('base64'), isBase64Encoded: true }],
    ['by one byte', { body: 'a'.repeat(64 * 1_024 + 1) }],
  ])('parses nothing of a body over 64 KB (%s), whatever its signature', async (_, request) => {
    expect(await askWith({ ...request, headers })).toEqual({ statusCode: 413, parsed: 0 });
  });

  test('reads a body of 64 KB', async () => {
    const body = 'a'.repeat(64 * 1_024);
    expect(await askWith({ body, headers })).toMatchObject({ statusCode: 403 });
  });
});

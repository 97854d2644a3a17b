import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { twilioTelephony } from '#shared/adapters/twilio/telephony.ts';
import { DeadlineExceeded, VendorFailed } from '#shared/errors.ts';
import type { Telephony } from '#shared/ports/calls.ts';
import { account } from '../functions.ts';
import { expectNoCrashes } from './crashes.ts';
import { oddAnswer, openOddVendor } from './http-answers.ts';
import { anySid } from './requests.ts';

const NUM_RUNS = 100;

expectNoCrashes();
let twilio: Awaited<ReturnType<typeof openOddVendor>>;
let telephony: Telephony;
beforeAll(async () => {
  twilio = await openOddVendor();
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: twilioAuthToken } = account;
  telephony = twilioTelephony({ accountSid, apiBaseUrl: twilio.url }, { twilioAuthToken });
});
afterAll(() => twilio[Symbol.asyncDispose]());

/** A call or an error as Twilio describes it, or arbitrary JSON in its place. */
const resource = fc
  .record(
    {
      sid: anySid('CA'),
      status: fc.oneof(fc.constantFrom('completed', 'in-progress'), fc.string()),
      from: fc.constant('+972501234567'),
      to: fc.constant('+97233000000'),
      code: fc.oneof(fc.constantFrom(20404, 21220, 20429), fc.jsonValue()),
      message: fc.jsonValue(),
    },
    { requiredKeys: ['from', 'to', 'status'] },
  )
  .map((body) => JSON.stringify(body));

/** Open sockets cost the client's time limits, which other tests measure. */
const answer = oddAnswer(resource, ['closed', 'cut']);

/** Sends an answer that never comes to its end, a little at a time. */
async function trickling() {
  const dripped = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 });
    const drip = setInterval(() => response.write(' ', () => dripped.resolve()), 100);
    response.once('close', () => clearInterval(drip));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: twilioAuthToken } = account;
  const apiBaseUrl = `http://127.0.0.1:${port}`;
  return {
    /** Resolves when the first piece of an answer has gone out. */
    dripped: dripped.promise,
    breakOff: () => server.closeAllConnections(),
    telephony: twilioTelephony({ accountSid, apiBaseUrl }, { twilioAuthToken }),
    [Symbol.dispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Returns the answer, or undefined where the request failed as `VendorFailed`. */
async function unlessFailed<T>(asking: Promise<T>): Promise<T | undefined> {
  try {
    return await asking;
  } catch (error) {
    expect(error).toBeInstanceOf(VendorFailed);
    return undefined;
  }
}

function whateverItAnswers(holds: (callSid: string) => Promise<void>): Promise<void> {
  const property = fc.asyncProperty(answer, anySid('CA'), async (given, callSid) => {
    twilio.answerWith(given);
    await holds(callSid);
  });
  return fc.assert(property, { numRuns: NUM_RUNS });
}

describe('whatever Twilio’s REST API answers', () => {
  test('a call is moved, is not in progress, or Twilio failed', () =>
    whateverItAnswers(async (callSid) => {
      const moved = await unlessFailed(telephony.redirect(callSid, '<Response/>'));
      expect(['redirected', 'not-in-progress', undefined]).toContain(moved);
    }));

  test('a call is known by its state, is unknown, or Twilio failed', () =>
    whateverItAnswers(async (callSid) => {
      const call = await unlessFailed(telephony.find(callSid));
      if (call)
        expect(call.status).toMatch(
          /^(received|ringing|in_progress|completed|busy|failed|no_answer|canceled)$/,
        );
    }));
});

describe('an answer that trickles in', () => {
  test('is given up at its deadline, like one that does not come', async () => {
    using twilio = await trickling();
    const moving = twilio.telephony.redirect(`CA${'0'.repeat(32)}`, '<Response/>');
    await expect(moving).rejects.toThrow(DeadlineExceeded);
  });

  test('and breaks off is a failure of Twilio’s, by name', async () => {
    using twilio = await trickling();
    const sid = `RE${'0'.repeat(32)}`;
    const fetching = twilio.telephony.recording(sid, AbortSignal.timeout(5_000));
    const failing = expect(fetching).rejects.toThrow(VendorFailed);
    await twilio.dripped;
    twilio.breakOff();
    await failing;
  });
});

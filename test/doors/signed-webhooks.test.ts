import fc from 'fast-check';
import { parseTwiml, type TwimlElement } from 'twilio-exchange/twiml/document.ts';
import { schemaWarnings, whisperVerbNames } from 'twilio-exchange/twiml/grammar.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createVendorServer, type VendorServer } from '#local/aws/vendor-server.ts';
import type { CallLog } from '#shared/domain/calls/call-log.ts';
import type { HttpEvent, HttpResult } from '#shared/http/lambda.ts';
import { routes } from '#shared/routes.ts';
import { account, type Functions, openFunctions, signed } from '../functions.ts';
import { newSid } from '../twilio-requests.ts';
import { rankOf } from './call-rank.ts';
import { silenceLog } from './log.ts';
import { oddRequest, properRequest } from './requests.ts';

/** Few calls, so that several requests concern the same one. */
const callSid = fc.constantFrom(...Array.from({ length: 6 }, () => newSid('CA')));
/** A placeholder for the call of a sequence, which is new in each run. */
const anyCall = newSid('CA');

const lines = silenceLog();
let twilio: VendorServer;
let functions: Functions;
beforeAll(async () => {
  twilio = await openRecordings();
  functions = await openFunctions(twilio.endpoint);
});
afterAll(async () => {
  await functions[Symbol.asyncDispose]();
  await twilio[Symbol.asyncDispose]();
});

/** Opens a Twilio that has every recording and knows no call. */
function openRecordings(): Promise<VendorServer> {
  return createVendorServer({
    answer: ({ path }) =>
      path.endsWith('.wav') ? { status: 200, body: Buffer.alloc(1_000) } : { status: 404 },
    maxBodyBytes: 1_000,
    tooLarge: { status: 413 },
    throttled: { status: 429 },
    broken: () => ({ status: 500 }),
  });
}

/** Returns the URLs that Twilio would follow, and the names of its verbs. */
function readDocument(xml: string) {
  const { verbs } = parseTwiml(xml, undefined);
  const all = (elements: readonly TwimlElement[]): TwimlElement[] =>
    elements.flatMap((element) => [element, ...all(element.children)]);
  const elements = all(verbs);
  const urls = elements.flatMap(({ name, attributes, text }) => [
    ...['url', 'action', 'statusCallback', 'recordingStatusCallback'].flatMap(
      (attribute) => attributes[attribute] ?? [],
    ),
    ...(['Play', 'Redirect'].includes(name) ? [text] : []),
  ]);
  return { verbs, names: elements.map(({ name }) => name), urls };
}

function expectDocument(request: HttpEvent, { headers, body }: HttpResult) {
  expect(headers['content-type']).toBe('text/xml; charset=utf-8');
  const { verbs, names, urls } = readDocument(body);
  const isWhisper = request.rawPath === routes['dial-whisper'].path;
  const warnings = schemaWarnings(verbs, isWhisper ? whisperVerbNames : undefined);
  // The rule about verbs is for calls; messages have a verb of their own.
  expect(warnings.filter((warning) => warning !== '<Message>')).toEqual([]);
  for (const url of urls) expect(url).toMatch(/^(?:https|wss):\/\/voice\.example\.com\/\w/);
  // Only the office hears a synthetic voice of Twilio's.
  if (request.rawPath !== routes['dial-whisper'].path) expect(names).not.toContain('Say');
}

test('whatever Twilio signs is answered with a document that it can run, with nothing, or with what is wrong', async () => {
  const isAnswered = async (request: HttpEvent) => {
    const before = await functions.rows();
    const answer = await functions.ask(signed(request));
    expect([200, 204, 400]).toContain(answer.statusCode);
    if (answer.statusCode === 200) expectDocument(request, answer);
    if (answer.statusCode === 204) expect(answer.body).toBe('');
    if (answer.statusCode !== 400) return;
    expect(answer.body).toMatch(/^These parameters are missing or malformed: \w+(, \w+)*\.\n$/);
    expect(await functions.rows()).toEqual(before);
  };
  await fc.assert(fc.asyncProperty(oddRequest(callSid), isAnswered), { numRuns: 80 });
});

test('whatever stands behind Twilio’s own fields, its request is understood', async () => {
  const isUnderstood = async (request: HttpEvent) => {
    const answer = await functions.ask(signed(request));
    expect([200, 204]).toContain(answer.statusCode);
    if (answer.statusCode === 200) expectDocument(request, answer);
  };
  await fc.assert(fc.asyncProperty(properRequest(callSid), isUnderstood), { numRuns: 80 });
});

test('whatever is asked about a call, and in whatever order, it never goes back to where it was', async () => {
  const goesOn = async (requests: readonly HttpEvent[]) => {
    const callSid = newSid('CA');
    let before: CallLog | undefined;
    for (const { body = '', ...request } of requests) {
      await functions.ask(signed({ ...request, body: body.replace(anyCall, callSid) }));
      const after = await functions.parts.calls.find(callSid);
      if (before) expectNoStepBack(before, after);
      before = after;
    }
  };
  const callbacks = fc.array(properRequest(fc.constant(anyCall)), {
    minLength: 2,
    maxLength: 12,
    size: 'max',
  });
  await fc.assert(fc.asyncProperty(callbacks, goesOn), { numRuns: 25 });
});

test('no line of the log holds a caller’s whole number, a token or a key', () => {
  const log = lines.join('\n');
  expect(log).toContain('webhook.malformed');
  for (const secret of ['972501234567', account.TWILIO_AUTH_TOKEN, account.STREAM_TOKEN_KEY]) {
    expect(log).not.toContain(secret);
  }
});

function expectNoStepBack(before: CallLog, after: CallLog | undefined): void {
  expect(after?.created_at).toBe(before.created_at);
  expect(after?.gen ?? 0).toBeGreaterThanOrEqual(before.gen ?? 0);
  expect(rankOf(after)).toBeGreaterThanOrEqual(rankOf(before));
  if (before.control === 'ended') expect(after?.control).toBe('ended');
  if (before.control === 'fallback') expect(after?.control).toMatch(/^(fallback|ended)$/);
}

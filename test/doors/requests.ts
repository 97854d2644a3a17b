import fc from 'fast-check';
import type { HttpEvent } from '#shared/http/lambda.ts';
import { requestTo, webhooks } from '../functions.ts';

/** Values that a form should not hold: other scripts, control characters, names of JavaScript's prototype, numbers past every limit. */
const oddText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('', ' ', '__proto__', 'constructor', 'null', 'NaN', '-1', '1e309', '\u0000'),
  fc.constantFrom('שלום & = ?', '<Say>', '"/><Hangup/>', '{{}}', '%', '%zz', '+', '../..'),
  fc.bigInt().map(String),
  fc.integer({ min: 200, max: 5_000 }).map((length) => 'x'.repeat(length)),
);

/** Identifiers of Twilio's shape. */
export function anySid(prefix: 'CA' | 'RE' | 'MZ' | 'SM' | 'ME'): fc.Arbitrary<string> {
  return fc
    .uint8Array({ minLength: 16, maxLength: 16 })
    .map((bytes) => prefix + Buffer.from(bytes).toString('hex'));
}

/** The fields that webhooks read, each with Twilio's own values. */
const fieldsOfTwilio = {
  From: fc.constantFrom('+972501234567', '+266696687', 'sip:nobody@example.com', ''),
  To: fc.constantFrom('+97233000000', ''),
  CallStatus: fc.constantFrom('ringing', 'in-progress', 'completed', 'no-answer', 'busy'),
  CallDuration: fc.nat(3_600).map(String),
  DialCallStatus: fc.constantFrom('completed', 'busy', 'no-answer', 'failed', 'canceled'),
  RecordingSid: anySid('RE'),
  RecordingStatus: fc.constantFrom('completed', 'absent', 'in-progress'),
  RecordingUrl: anySid('RE').map((sid) => `https://api.twilio.com/Recordings/${sid}`),
  StreamEvent: fc.constantFrom('stream-started', 'stream-stopped', 'stream-error'),
  StreamError: fc.constantFrom('31920', '31921', ''),
  MessageSid: anySid('SM'),
  MessageStatus: fc.constantFrom('queued', 'sent', 'delivered', 'read', 'failed'),
  Body: fc.constantFrom('', 'שלום', 'הסר', 'start', '💙'.repeat(900)),
  NumMedia: fc.constantFrom('0', '1'),
  MediaContentType0: fc.constantFrom('audio/ogg', 'image/jpeg', ''),
  MediaUrl0: anySid('ME').map((sid) => `https://api.twilio.com/Media/${sid}`),
  ErrorCode: fc.constantFrom('63016', '21610', ''),
};

const generation = fc.nat(5).map(String);
const oddName = fc.oneof(
  fc.constantFrom('CallSid', 'gen', ...Object.keys(fieldsOfTwilio)),
  oddText,
);

/** Some of Twilio's fields with valid values, then arbitrary ones. */
function oddForm(callSid: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const proper = fc.record({ CallSid: callSid, ...fieldsOfTwilio }, { requiredKeys: [] });
  const odd = fc.array(fc.tuple(oddName, oddText), { maxLength: 4 });
  return fc.tuple(proper, odd).map(([fields, more]) => {
    const form = new URLSearchParams(fields as Record<string, string>);
    for (const [name, value] of more) form.append(name, value);
    return form.toString();
  });
}

/** The largest body of noise, in bytes: some less than the largest that is read. */
const NOISE_BYTES = 60 * 1_024;

const noise = fc.oneof(
  oddText,
  fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  fc
    .oneof(fc.constantFrom('&', 'a&', 'a=%F0&'), fc.string({ minLength: 1, maxLength: 40 }))
    .map((text) => text.repeat(NOISE_BYTES).slice(0, NOISE_BYTES)),
);

const oddQuery = fc.oneof(
  generation.map((gen) => `gen=${gen}`),
  fc.webQueryParameters(),
  fc.constant(''),
);

const contentType = fc.constantFrom(
  undefined,
  'application/x-www-form-urlencoded',
  'application/json',
  'multipart/form-data; boundary=x',
);

/** API Gateway encodes binary bodies as base64; `mistaken` claims so of text that is not encoded. */
const coding = fc.constantFrom('plain', 'encoded', 'mistaken');

/** Unsigned requests to any webhook, about one of these calls or about none. */
export function oddRequest(callSid: fc.Arbitrary<string>): fc.Arbitrary<HttpEvent> {
  const written = fc.oneof(
    { arbitrary: oddForm(callSid), weight: 4 },
    { arbitrary: noise, weight: 1 },
  );
  return fc
    .record({
      webhook: fc.constantFrom(...webhooks),
      query: oddQuery,
      type: contentType,
      text: fc.option(written),
      how: coding,
    })
    .map(({ webhook, query, type, text, how }) => ({
      ...requestTo(webhook, query),
      headers: { 'content-type': type },
      ...(text === null ? {} : { body: how === 'encoded' ? toBase64(text) : text }),
      isBase64Encoded: how !== 'plain',
    }));
}

/** Forms that every webhook must understand: all of Twilio's fields, then arbitrary ones. */
export function properRequest(callSid: fc.Arbitrary<string>): fc.Arbitrary<HttpEvent> {
  const fields = fc.record({ CallSid: callSid, ...fieldsOfTwilio });
  return fc
    .tuple(
      fc.constantFrom(...webhooks),
      fields,
      generation,
      fc.dictionary(fc.base64String(), oddText),
    )
    .map(([webhook, form, gen, more]) => ({
      ...requestTo(webhook, `gen=${gen}&ring=0&call=${form.CallSid}`),
      body: new URLSearchParams({ ...more, ...form }).toString(),
    }));
}

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}

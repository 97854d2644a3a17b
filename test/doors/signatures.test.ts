import fc from 'fast-check';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { describe, expect, test } from 'vitest';
import { isSignedByTwilio } from '#shared/twilio/signature.ts';
import { readStreamToken, signStreamToken } from '#shared/twilio/stream-token.ts';
import { anySid } from './requests.ts';

const NUM_RUNS = 500;
const key = 'the key that only the product knows';
const origin = 'https://voice.example.com';
const path = 'webhook/stream_ended?gen=1';
const url = `${origin}/${path}`;

/** A moment of this century: a token's timestamp has 13 digits. */
const moment = fc.integer({ min: 1_700_000_000_000, max: 4_000_000_000_000 });
const grant = fc.record({
  callSid: anySid('CA'),
  gen: fc.integer({ min: 1, max: 9_999 }),
  connectedAt: moment,
});

/** Changes of a word: one character replaced, the end cut off, or characters added. */
const change = fc.oneof(
  fc.record({ at: fc.nat(200), to: fc.constantFrom(...'aAbB019-_+/=. \nא') }),
  fc.record({ upTo: fc.nat(200) }),
  fc.record({ more: fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }) }),
);
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function changed(word: string, change: Change): string {
  if ('more' in change) return word + change.more;
  if ('upTo' in change) return word.slice(0, change.upTo % word.length);
  const at = change.at % word.length;
  return word.slice(0, at) + change.to + word.slice(at + 1);
}

function always<T extends [unknown, ...unknown[]]>(
  arbitraries: { [Index in keyof T]: fc.Arbitrary<T[Index]> },
  holds: (...values: T) => void,
) {
  fc.assert(fc.property(...arbitraries, holds), { numRuns: NUM_RUNS });
}

describe('a stream’s token', () => {
  test('is valid for its own call and generation until it is too old', () => {
    always([grant], ({ callSid, gen, connectedAt }) => {
      const token = signStreamToken(key, { callSid, gen, connectedAt });
      const at = (moment: number) => readStreamToken(key, { callSid, token, at: moment });
      expect([at(connectedAt), at(connectedAt + 120_000)]).toEqual([gen, gen]);
      expect(at(connectedAt + 120_001)).toBeUndefined();
    });
  });

  test('that was changed in any place is not valid for any call', () => {
    always([grant, change], ({ callSid, gen, connectedAt }, change) => {
      const token = signStreamToken(key, { callSid, gen, connectedAt });
      const other = changed(token, change);
      fc.pre(other !== token);
      expect(readStreamToken(key, { callSid, token: other, at: connectedAt })).toBeUndefined();
    });
  });

  test('has exactly one form', () => {
    const at = Date.now();
    const token = signStreamToken('key', { callSid: 'CA1', gen: 1, connectedAt: at });
    expect(readStreamToken('key', { callSid: 'CA1', token, at })).toBe(1);
    expect(readStreamToken('key', { callSid: 'CA1', token: `0${token}`, at })).toBeUndefined();
  });

  test('is not valid for another call, nor under another key', () => {
    always([grant, anySid('CA'), change], ({ callSid, gen, connectedAt }, another, change) => {
      // HMAC pads a short key with zeros, so further zeros change nothing.
      const other = changed(key, change).replace(/\0+$/, '');
      fc.pre(another !== callSid && other !== key);
      const token = signStreamToken(key, { callSid, gen, connectedAt });
      expect(readStreamToken(key, { callSid: another, token, at: connectedAt })).toBeUndefined();
      const underOther = { callSid, token, at: connectedAt };
      expect(readStreamToken(other, underOther)).toBeUndefined();
    });
  });

  test('may be any text at all without harm', () => {
    always([anySid('CA'), fc.string({ unit: 'binary' })], (callSid, token) => {
      expect(readStreamToken(key, { callSid, token, at: 0 })).toBeUndefined();
    });
  });
});

describe('Twilio’s signature', () => {
  const fields = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.array(fc.string())));
  const secrets = { twilioAuthToken: 'new', twilioAuthTokenPrevious: 'old', streamTokenKey: key };
  const isSigned = (signature: string, form: Record<string, string | string[]>, at = url) =>
    isSignedByTwilio(secrets, { signature, urls: [at], fields: form });

  test('is valid under the current token and the previous one', () => {
    always([fields, fc.constantFrom('new', 'old')], (form, token) => {
      expect(isSigned(getExpectedTwilioSignature(token, url, form), form)).toBe(true);
    });
  });

  test.each(['', ' ', '\t\n'])('under a blank token (%j) is not valid', (blank) => {
    for (const blanks of [
      { ...secrets, twilioAuthTokenPrevious: blank },
      { ...secrets, twilioAuthToken: blank },
    ]) {
      const signature = getExpectedTwilioSignature(blank, url, {});
      expect(isSignedByTwilio(blanks, { signature, urls: [url], fields: {} })).toBe(false);
    }
  });

  test('that was changed in any place is not valid', () => {
    always([fields, change], (form, change) => {
      const signature = getExpectedTwilioSignature('new', url, form);
      fc.pre(changed(signature, change) !== signature);
      expect(isSigned(changed(signature, change), form)).toBe(false);
    });
  });

  test('of one form or address is not that of another', () => {
    always([fields, fc.string(), change], (form, value, change) => {
      const signature = getExpectedTwilioSignature('new', url, { ...form, CallSid: 'CA1' });
      fc.pre(value !== 'CA1');
      expect(isSigned(signature, { ...form, CallSid: value })).toBe(false);
      const other = `${origin}/${changed(path, change)}`;
      fc.pre(new URL(other).href !== url);
      expect(isSigned(signature, { ...form, CallSid: 'CA1' }, other)).toBe(false);
    });
  });
});

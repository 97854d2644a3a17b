import { describe, expect, test } from 'vitest';
import { readStreamToken, signStreamToken } from '#shared/twilio/stream-token.ts';
import { twimlDocuments } from '#shared/twilio/twiml.ts';

const documents = twimlDocuments({
  publicBaseUrl: 'https://voice.example.com',
  streamUrl: 'wss://voice.example.com/ws/twilio-media',
});
const callSid = 'CA00000000000000000000000000000001';

describe('the documents', () => {
  test('greet, then open the stream with its token, and ask how to go on', () => {
    const xml = documents.connect({
      callSid,
      gen: 1,
      token: '1.2.abc',
      waits: [{ prompt: 'greeting_he' }],
    });
    expect(xml).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Response>' +
        '<Play>https://voice.example.com/static/tts/greeting_he.mp3</Play>' +
        '<Connect action="https://voice.example.com/webhook/stream_ended?gen=1">' +
        '<Stream url="wss://voice.example.com/ws/twilio-media" statusCallback="https://voice.example.com/webhook/stream_status?gen=1">' +
        `<Parameter name="call_sid" value="${callSid}"/><Parameter name="token" value="1.2.abc"/>` +
        '</Stream></Connect>' +
        '<Redirect>https://voice.example.com/webhook/stream_ended?gen=1</Redirect></Response>',
    );
  });

  test('play the prompt before they record', () => {
    const xml = documents.record();
    expect(xml.indexOf('<Play>')).toBeLessThan(xml.indexOf('<Record'));
    expect(xml).toContain('timeout="5" maxLength="120" finishOnKey="#" playBeep="true"');
    expect(xml).toContain('recordingStatusCallbackEvent="in-progress completed absent"');
    expect(xml.indexOf('<Record')).toBeLessThan(xml.indexOf('<Redirect>'));
  });

  test('use absolute URLs only', () => {
    const all = [
      documents.connect({ callSid, gen: 2, token: 't' }),
      documents.record(),
      documents.thanks(),
      documents.dial({
        callSid,
        gen: 1,
        ring: 1,
        phone: '+97231234567',
        callerId: '+97233000000',
      }),
    ].join();
    const urls = [
      ...all.matchAll(/(?:action|url|Callback)="([^"]+)"|<(?:Play|Redirect)>([^<]+)</g),
    ];
    expect(urls.length).toBeGreaterThan(8);
    for (const [, attribute, text] of urls)
      expect(attribute ?? text).toMatch(/^(https|wss):\/\/voice/);
  });

  test('never speak to a caller in a synthetic voice of Twilio’s', () => {
    const forCallers = [
      documents.connect({ callSid, gen: 1, token: 't' }),
      documents.record(),
      documents.thanks(),
      documents.hangUp(),
    ];
    for (const xml of forCallers) expect(xml).not.toContain('<Say');
  });
});

describe('a stream’s token', () => {
  const key = 'k'.repeat(32);
  const token = signStreamToken(key, { callSid, gen: 3, connectedAt: 1_700_000_000_000 });
  const at = 1_700_000_010_000;

  test('names its generation', () => {
    expect(readStreamToken(key, { callSid, token, at })).toBe(3);
  });

  test('is the same for a duplicated webhook', () => {
    expect(signStreamToken(key, { callSid, gen: 3, connectedAt: 1_700_000_000_000 })).toBe(token);
  });

  test.each([
    ['another call', { callSid: callSid.replace(/1$/, '2'), token, at }],
    ['another generation', { callSid, token: token.replace(/^3/, '4'), at }],
    ['a later expiry', { callSid, token: token.replace('.17', '.18'), at }],
    ['two minutes later', { callSid, token, at: at + 120_000 }],
    ['no token', { callSid, token: '', at }],
    ['something else', { callSid, token: '3.1700000120000.short', at }],
  ])('does not vouch for %s', (_, stream) => {
    expect(readStreamToken(key, stream)).toBeUndefined();
  });

  test('does not vouch under another key', () => {
    expect(readStreamToken('x'.repeat(32), { callSid, token, at })).toBeUndefined();
  });
});

import { levelDbfs } from '@agent-locator/audio/mulaw.ts';
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import { expect, test } from 'vitest';
import { startApplication, twiml } from './application.ts';
import { caller, happened, openExchange, rest } from './world.ts';

/** Calls an application that runs a `<Say>` and then redirects to `/next`. */
async function hearSaid(verb: string) {
  await using application = await startApplication({
    '/voice': twiml(verb, '<Redirect>/next</Redirect>'),
    '/next': twiml(),
  });
  await using exchange = await openExchange(application);
  const report = await exchange.dial({ from: caller }).ended;
  const said = report.events.flatMap((event) => (event.type === 'said' ? [event.text] : []));
  const codes = report.errors.map(({ code, level }) => [code, level]);
  return { report, said, codes, wentOn: application.forms('/next').length === 1 };
}

test.concurrent('<Say> sounds for the time that reading takes, and is an event at its end', async () => {
  const { report, said } = await hearSaid('<Say>Fourteen chars</Say>');

  expect(said).toEqual(['Fourteen chars']);
  expect(report.heard.length).toBeGreaterThanOrEqual(8000);
  expect(report.heard.length).toBeLessThan(12_000);
  expect(levelDbfs(report.heard.subarray(0, 8000))).toBeGreaterThan(-20);
  expect(report.longestDeadAirMs).toBeLessThan(1000);
});

test.concurrent('<Say loop> says its text as often as asked', async () => {
  const { said } = await hearSaid('<Say loop="3">Hi</Say>');
  expect(said).toEqual(['Hi', 'Hi', 'Hi']);
});

test.concurrent.for([
  'Google.he-IL-Standard-A',
  'Google.he-IL-Standard-D',
  'Google.he-IL-Wavenet-A',
  'Google.he-IL-Wavenet-D',
] as const)('the voice %s speaks Hebrew, as the SDK writes it', async (voice) => {
  const document = new VoiceResponse();
  document.say({ voice, language: 'he-IL' }, 'שלום');
  const [, verb = ''] = /<Response>(.*)<\/Response>/.exec(document.toString()) ?? [];

  const { said, codes } = await hearSaid(verb);

  expect([said, codes]).toEqual([['שלום'], []]);
});

test.concurrent('SSML elements are left out of the text that is said', async () => {
  const { said, codes } = await hearSaid(
    '<Say voice="Polly.Joanna">Hi<break time="1s"/><prosody rate="slow">there</prosody></Say>',
  );
  expect([said, codes]).toEqual([['Hi there'], []]);
});

test.concurrent.for([
  ['without a text', '<Say> </Say>', 13520],
  ['of over 4096 characters', `<Say>${'a'.repeat(4097)}</Say>`, 13521],
  [
    'of over 3000 characters in a voice of Polly',
    `<Say voice="Polly.Joanna">${'a'.repeat(3001)}</Say>`,
    13521,
  ],
] as const)('<Say> %s is a warning and skipped', async ([, verb, code]) => {
  const { said, codes, wentOn } = await hearSaid(verb);
  expect([said, codes, wentOn]).toEqual([[], [[code, 'warning']], true]);
});

test.concurrent.for([
  ['an unknown voice', 'voice="Google.he-IL-Opera-A"'],
  ['a Hebrew voice that does not exist', 'voice="Google.he-IL-Wavenet-Z"'],
  ['a basic voice that knows no Hebrew', 'language="he-IL"'],
  ['a voice of Polly, none of which knows Hebrew', 'voice="Polly.Joanna" language="he-IL"'],
] as const)('<Say> in %s is a warning, and is said', async ([, attributes]) => {
  const { said, codes } = await hearSaid(`<Say ${attributes}>Hi</Say>`);
  expect([said, codes]).toEqual([['Hi'], [[13511, 'warning']]]);
});

test.concurrent('a redirect over REST interrupts a <Say>', async () => {
  await using application = await startApplication({
    '/voice': twiml(`<Say>${'a long story '.repeat(100)}</Say>`),
  });
  await using exchange = await openExchange(application);
  const call = exchange.dial({ from: caller });
  await happened(call, 'answered');
  const form = { Twiml: twiml('<Hangup/>') };
  await rest(exchange, `/Calls/${call.callSid}.json`, { form });
  const { events, endedBy } = await call.ended;

  expect(endedBy).toBe('twiml');
  expect(events.some(({ type }) => type === 'said')).toBe(false);
});

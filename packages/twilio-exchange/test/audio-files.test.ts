import { toMp3 } from '@agent-locator/audio/mp3.ts';
import { levelDbfs, toPcm16 } from '@agent-locator/audio/mulaw.ts';
import { tone } from 'twilio-exchange/line/tone.ts';
import { expect, test } from 'vitest';
import { startApplication, twiml } from './application.ts';
import { caller, openExchange } from './world.ts';

test('a caller hears an MP3 prompt for as long as it sounds', async () => {
  await using application = await startApplication({
    '/voice': twiml('<Play>/prompt.mp3</Play>'),
    '/prompt.mp3': {
      headers: { 'Content-Type': 'audio/mpeg' },
      body: toMp3(toPcm16(tone(440, 600)), { sampleRate: 8_000, kbps: 32 }),
    },
  });
  await using exchange = await openExchange(application);

  const { heard, errors } = await exchange.dial({ from: caller }).ended;

  expect(errors).toEqual([]);
  expect(heard.length).toBeGreaterThan(600 * 8);
  const loudestDbfs = Math.max(
    ...Array.from({ length: heard.length / 800 }, (_, i) =>
      levelDbfs(heard.subarray(i * 800, (i + 1) * 800)),
    ),
  );
  expect(loudestDbfs).toBeCloseTo(levelDbfs(tone(440, 100)), 0);
});

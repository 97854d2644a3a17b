import { once } from 'node:events';
import { FRAME_BYTES } from '@agent-locator/audio/mulaw.ts';
import { expect, test } from 'vitest';
import { createGoogleStandIn, type GoogleStandInOptions } from '#local/google/text-to-speech.ts';
import { createPhrasebook } from '#local/phrasebook/phrasebook.ts';
import { googleClient } from '#shared/adapters/google/client.ts';

const HEBREW = { languageCode: 'he-IL', name: 'he-IL-Wavenet-A' };
const STREAMED = {
  voice: HEBREW,
  streamingAudioConfig: { audioEncoding: 'MULAW', sampleRateHertz: 8_000 },
} as const;
const SPEECH = Uint8Array.from({ length: 10 * FRAME_BYTES }, (_, i) => i % 100);

test('gives whole syntheses in a WAV file, as Google does', async () => {
  await using world = await openWorld();
  const [answer] = await world.client.synthesizeSpeech({
    input: { text: 'שלום' },
    voice: HEBREW,
    audioConfig: { audioEncoding: 'MULAW', sampleRateHertz: 8_000 },
  });
  const file = Buffer.from(answer.audioContent ?? '');
  expect(file.toString('latin1', 0, 4)).toBe('RIFF');
  expect(file.readUInt16LE(20)).toBe(7);
  expect(file.toString('latin1', 50, 54)).toBe('data');
  expect(file.subarray(58)).toEqual(Buffer.from(SPEECH));
  expect(world.phrasebook.recognise(SPEECH)).toBe('שלום');
});

test('does not pretend to speak what it cannot', async () => {
  await using world = await openWorld();
  const asking = world.client.synthesizeSpeech({
    input: { text: 'שלום' },
    voice: HEBREW,
    audioConfig: { audioEncoding: 'OGG_OPUS', sampleRateHertz: 48_000 },
  });
  await expect(asking).rejects.toThrow('UNIMPLEMENTED');
});

test('ends a stream that is given nothing for too long, in the words of Google', async () => {
  await using world = await openWorld({ maxIdleMs: 50 });
  const call = world.client.streamingSynthesize({ timeout: 5_000 });
  call.write({ streamingConfig: STREAMED });
  const failure = await Array.fromAsync(call).catch((error) => error);
  expect(failure.message).toMatch(/^10 ABORTED: Stream aborted .*at least every 5s/);
});

test('refuses a stream beyond the quota, and takes it once another has ended', async () => {
  await using world = await openWorld();
  world.google.quotas.streamsAtOnce = 1;
  const open = () => {
    const call = world.client.streamingSynthesize({ timeout: 5_000 });
    call.write({ streamingConfig: STREAMED });
    call.write({ input: { text: 'שלום' } });
    return call;
  };
  const first = open();
  await once(first, 'data');
  await expect(Array.fromAsync(open())).rejects.toThrow('RESOURCE_EXHAUSTED');
  first.end();
  await once(first, 'end');
  const third = open();
  third.end();
  expect(await Array.fromAsync(third)).not.toHaveLength(0);
});

test('lists Hebrew voices', async () => {
  await using world = await openWorld();
  const [answer] = await world.client.listVoices({ languageCode: 'he-IL' });
  expect(answer.voices?.map(({ name }) => name)).toContain('he-IL-Chirp3-HD-Kore');
});

test('wants the configuration of a stream before its texts', async () => {
  await using world = await openWorld();
  const call = world.client.streamingSynthesize({ timeout: 5_000 });
  call.write({ input: { text: 'שלום' } });
  await expect(Array.fromAsync(call)).rejects.toThrow('INVALID_ARGUMENT');
});

test('can answer with audio without speech', async () => {
  await using world = await openWorld();
  world.google.faults.set('stream', { kind: 'silence' }, 1);
  const call = world.client.streamingSynthesize({ timeout: 5_000 });
  call.write({ streamingConfig: STREAMED });
  call.write({ input: { text: 'שלום' } });
  call.end();
  const answers: { audioContent: Uint8Array }[] = await Array.fromAsync(call);
  const audio = Buffer.concat(answers.map(({ audioContent }) => audioContent));
  expect(audio).toEqual(Buffer.alloc(SPEECH.length, 0xff));
  expect(world.phrasebook.recognise(SPEECH)).toBe('');
});

async function openWorld(latencies: GoogleStandInOptions['latencies'] = {}) {
  const phrasebook = createPhrasebook();
  const voice = { speak: async () => SPEECH };
  const google = await createGoogleStandIn({
    phrasebook,
    voice,
    latencies: { firstAudioMs: 0, ...latencies },
  });
  const client = googleClient({
    endpoint: google.endpoint,
    voice: '',
    fallbackVoice: '',
    speakingRate: 1,
  });
  return {
    google,
    phrasebook,
    client,
    async [Symbol.asyncDispose]() {
      await client.close();
      await google[Symbol.asyncDispose]();
    },
  };
}

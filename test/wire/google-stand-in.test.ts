import { expect, test } from 'vitest';
import { createGoogleStandIn } from '#local/google/text-to-speech.ts';
import { createPhrasebook } from '#local/phrasebook/phrasebook.ts';
import { FRAME_BYTES } from '#media-service/mulaw.ts';
import { googleClient } from '#shared/adapters/google-client.ts';

const HEBREW = { languageCode: 'he-IL', name: 'he-IL-Wavenet-A' };
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
  expect(file.subarray(44)).toEqual(Buffer.from(SPEECH));
  expect(world.phrasebook.recognise(SPEECH)).toBe('שלום');
});

test('does not pretend to speak what it cannot', async () => {
  await using world = await openWorld();
  const asking = world.client.synthesizeSpeech({
    input: { text: 'שלום' },
    voice: HEBREW,
    audioConfig: { audioEncoding: 'MP3' },
  });
  await expect(asking).rejects.toThrow('UNIMPLEMENTED');
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

test('can answer with audio in which nobody speaks', async () => {
  await using world = await openWorld();
  world.google.faults.set('stream', { kind: 'silence' }, 1);
  const call = world.client.streamingSynthesize({ timeout: 5_000 });
  call.write({
    streamingConfig: {
      voice: HEBREW,
      streamingAudioConfig: { audioEncoding: 'MULAW', sampleRateHertz: 8_000 },
    },
  });
  call.write({ input: { text: 'שלום' } });
  call.end();
  const answers: { audioContent: Uint8Array }[] = await Array.fromAsync(call);
  const audio = Buffer.concat(answers.map(({ audioContent }) => audioContent));
  expect(audio).toEqual(Buffer.alloc(SPEECH.length, 0xff));
  expect(world.phrasebook.recognise(SPEECH)).toBe('');
});

async function openWorld() {
  const phrasebook = createPhrasebook();
  const voice = { speak: async () => SPEECH };
  const google = await createGoogleStandIn({ phrasebook, voice, latencies: { firstAudioMs: 0 } });
  const client = googleClient({ endpoint: google.endpoint, voice: '', speakingRate: 1 });
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

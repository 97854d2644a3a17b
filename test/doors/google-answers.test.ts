import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { googleVoice } from '#shared/adapters/google/voice.ts';
import { VendorFailed } from '#shared/errors.ts';
import { from, KORE, WAVENET } from '../vendors/google-world.ts';
import { signal } from '../vendors/signal.ts';
import { expectNoCrashes } from './crashes.ts';
import { silenceLog } from './log.ts';
import { type Act, openNoise, openOddGoogle, script } from './odd-google.ts';

/** A stream that is left open is given up as soon as the property allows it. */
const DEADLINE_MS = 60;
const deadlinesMs = {
  firstAudio: DEADLINE_MS,
  nextAudio: DEADLINE_MS,
  wholeSentence: DEADLINE_MS,
  wholeTurn: 10 * DEADLINE_MS,
};

function openVoice(port: number) {
  const config = {
    endpoint: `127.0.0.1:${port}`,
    voice: KORE,
    fallbackVoice: WAVENET,
    speakingRate: 1,
  };
  return googleVoice({ config, deadlinesMs, restMs: 0 });
}

async function expectAudioOrFailure(voice: ReturnType<typeof openVoice>, text: string) {
  try {
    for await (const audio of voice.speak(from(text, 'עוד משפט.'), signal())) {
      expect(audio).toBeInstanceOf(Uint8Array);
    }
  } catch (error) {
    expect(error).toBeInstanceOf(VendorFailed);
  }
}

silenceLog();
expectNoCrashes();
const opened = new AsyncDisposableStack();
afterAll(() => opened.disposeAsync());

describe('whatever Google does', () => {
  let google: Awaited<ReturnType<typeof openOddGoogle>>;
  let noise: Awaited<ReturnType<typeof openNoise>>;
  beforeAll(async () => {
    google = opened.use(await openOddGoogle());
    noise = opened.use(await openNoise());
  });

  test('a sentence is sound, or the failure of Google', async () => {
    const voice = opened.use(openVoice(google.port));
    let sentence = 0;
    const isSoundOrFailure = async (acts: readonly Act[]) => {
      google.perform(acts);
      // Sentences that were spoken once are cached.
      sentence += 1;
      await expectAudioOrFailure(voice, `משפט ${sentence}.`);
    };
    await fc.assert(fc.asyncProperty(script, isSoundOrFailure), { numRuns: 60 });
  });

  test('a sentence fails as Google’s where its address does not speak its protocol', async () => {
    const voice = opened.use(openVoice(noise.port));
    const isFailure = async (bytes: Uint8Array) => {
      noise.sound(bytes);
      await expectAudioOrFailure(voice, 'שלום');
    };
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), isFailure), {
      numRuns: 25,
    });
  });
});

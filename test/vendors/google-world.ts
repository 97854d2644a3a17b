import { createGoogleStandIn, type GoogleStandInOptions } from '#local/google/text-to-speech.ts';
import { createPhrasebook } from '#local/phrasebook/phrasebook.ts';
import { type GoogleVoiceOptions, googleVoice } from '#shared/adapters/google/voice.ts';
import { signal } from './signal.ts';

export const KORE = 'he-IL-Chirp3-HD-Kore';
export const WAVENET = 'he-IL-Wavenet-A';

/** The audio of one word: the test's voice speaks each as a steady tone, a fifth of a second long. */
export const BYTES_PER_WORD = 1_600;

type World = Pick<GoogleStandInOptions, 'latencies' | 'quotas'> & {
  readonly speak?: (text: string) => Promise<Uint8Array>;
};

type Settings = Omit<GoogleVoiceOptions, 'config' | 'credentialsJson'>;

/** Opens a Google on loopback, and voices that speak through it. */
export async function openWorld({ latencies, quotas = {}, speak = toneByWord }: World = {}) {
  const phrasebook = createPhrasebook();
  await using opened = new AsyncDisposableStack();
  const google = opened.use(
    await createGoogleStandIn({
      voice: { speak },
      phrasebook,
      quotas,
      latencies: { firstAudioMs: 0, ...latencies },
    }),
  );
  const config = {
    endpoint: google.endpoint,
    voice: KORE,
    fallbackVoice: WAVENET,
    speakingRate: 1,
  };
  const parts = opened.move();
  const voice = (settings: Settings = {}) => parts.use(googleVoice({ config, ...settings }));
  return {
    google,
    config,
    phrasebook,
    voice,
    /** Plays a voice to its end; returns the audio, its words, and the failure if there was one. */
    async listen(sentences: AsyncIterable<string>, speaker = voice()) {
      const heard: Uint8Array[] = [];
      let failure: Error | undefined;
      try {
        for await (const audio of speaker.speak(sentences, signal())) heard.push(audio);
      } catch (error) {
        failure = error as Error;
      }
      const audio = Buffer.concat(heard);
      return { audio, text: phrasebook.recognise(audio), failure };
    },
    [Symbol.asyncDispose]: () => parts[Symbol.asyncDispose](),
  };
}

export async function toneByWord(text: string): Promise<Uint8Array> {
  return Buffer.concat(
    text.split(' ').map((word) => {
      const step = 1 + (Buffer.from(word).reduce((sum, byte) => sum + byte, 0) % 97);
      return Uint8Array.from({ length: BYTES_PER_WORD }, (_, i) => (i * step) % 100);
    }),
  );
}

export async function* from(...sentences: string[]): AsyncGenerator<string> {
  yield* sentences;
}

/** Yields a second sentence only after a pause. */
export async function* withPause(first: string, pause: () => Promise<void>, second: string) {
  yield first;
  await pause();
  yield second;
}

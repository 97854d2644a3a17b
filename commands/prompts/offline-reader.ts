import { toMp3 } from '#local/speech/mp3.ts';
import { createLocalVoice } from '#local/speech/voice.ts';
import type { Reader } from './reader.ts';

/** Reads with the offline Hebrew voice; the same text always gives the same bytes. */
export async function createOfflineReader(): Promise<Reader> {
  const voice = await createLocalVoice();
  return {
    name: 'the offline voice (eSpeak NG)',
    toMp3: async ({ pointed }) => toMp3(await voice.render(pointed)),
    toMulaw: ({ pointed }) => voice.speak(pointed),
    [Symbol.asyncDispose]: voice[Symbol.asyncDispose],
  };
}

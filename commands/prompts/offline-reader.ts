import { toMp3 } from '@agent-locator/audio/mp3.ts';
import { createLocalVoice, RENDERED_HZ } from '#local/speech/voice.ts';
import type { Reader } from './reader.ts';

/** The bit rate of a prompt's MP3: https://www.twilio.com/docs/voice/twiml/play */
const KBPS = 48;

/** Reads with the offline Hebrew voice; the same text always gives the same bytes. */
export async function createOfflineReader(): Promise<Reader> {
  const voice = await createLocalVoice();
  return {
    name: 'the offline voice (eSpeak NG)',
    toMp3: async ({ pointed }) =>
      toMp3(await voice.render(pointed), { sampleRate: RENDERED_HZ, kbps: KBPS }),
    toMulaw: ({ pointed }) => voice.speak(pointed),
    [Symbol.asyncDispose]: voice[Symbol.asyncDispose],
  };
}

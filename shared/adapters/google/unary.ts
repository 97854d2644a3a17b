import type { TextToSpeechClient } from '@google-cloud/text-to-speech';
import { type Deadline, watchDeadlines } from '#shared/deadlines.ts';
import { VendorFailed } from '#shared/errors.ts';
import { BEHIND_OURS_MS, toGoogleFailure } from './client.ts';
import { audioOfRiff } from './riff-header.ts';
import { hasSound, withoutSound } from './sound.ts';
import { LANGUAGE } from './synthesis.ts';

/** One sentence to synthesise as a whole, and its deadline. */
export type WholeSentence = {
  readonly text: string;
  readonly voice: string;
  readonly rate: number;
  readonly deadline: Deadline;
};

/**
 * Returns one sentence as headerless μ-law bytes at 8 kHz, synthesised by a unary call.
 * @throws VendorFailed
 * @throws DeadlineExceeded
 * @throws signal.reason when aborted
 */
export async function synthesizeWhole(
  client: TextToSpeechClient,
  { text, voice, rate, deadline }: WholeSentence,
  asker: AbortSignal,
): Promise<Uint8Array> {
  using deadlines = watchDeadlines('google', asker);
  deadlines.start(deadline);
  try {
    const asking = client.synthesizeSpeech(
      {
        input: { text },
        voice: { languageCode: LANGUAGE, name: voice },
        audioConfig: { audioEncoding: 'MULAW', sampleRateHertz: 8_000, speakingRate: rate },
      },
      // The library's own timeout is five minutes, and it would retry for as long.
      { timeout: deadline.ms + BEHIND_OURS_MS, retry: null },
    );
    const [{ audioContent }] = await deadlines.race(asking);
    if (!(audioContent instanceof Uint8Array) || audioContent.length === 0) {
      throw new VendorFailed('google', 'gave no audio');
    }
    const audio = audioOfRiff(audioContent);
    if (!hasSound(audio)) throw withoutSound();
    return audio;
  } catch (error) {
    asker.throwIfAborted();
    throw toGoogleFailure(error);
  }
}

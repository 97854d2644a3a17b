import type { TextToSpeechClient } from '@google-cloud/text-to-speech';
import type { GoogleConfig } from '#shared/config/vendors.ts';
import { watchDeadlines } from '#shared/deadlines.ts';
import type { VendorFailed } from '#shared/errors.ts';
import { statusOf, toGoogleFailure } from './client.ts';
import type { SentenceQueue } from './sentence-queue.ts';
import { audible } from './sound.ts';
import { type AudioDeadlines, openSynthesis } from './synthesis.ts';

/** The parts of one stream: client, voice, sentences and deadlines. */
export type StreamedSpeech = AudioDeadlines & {
  readonly client: TextToSpeechClient;
  readonly config: GoogleConfig;
  readonly queue: SentenceQueue;
  /** How long the stream stays open without a further sentence. */
  readonly pauseMs: number;
};

/** The end of a stream; its unspoken sentences must be spoken in another way. */
export type StreamEnd =
  | {
      readonly how: 'ended';
      readonly spoken: readonly string[];
      readonly audio: readonly Uint8Array[];
    }
  /** Google aborted the stream for a pause; another stream goes on. */
  | { readonly how: 'aborted'; readonly unspoken: readonly string[] }
  | {
      readonly how: 'failed';
      readonly unspoken: readonly string[];
      readonly failure: VendorFailed;
    };

/** Slower than any voice speaks, because a sentence spoken twice is better than a lost one. */
const SLOWEST_MS_PER_CHARACTER = 100;
/** μ-law at 8 kHz. */
const BYTES_PER_MS = 8;

/** Speaks the queue's sentences on one stream, up to the first pause. Returns how it ended. @throws signal.reason when aborted */
export async function* speakOnStream(
  speech: StreamedSpeech,
  asker: AbortSignal,
): AsyncGenerator<Uint8Array, StreamEnd> {
  const { client, config, queue, pauseMs } = speech;
  using deadlines = watchDeadlines('google', asker);
  using synthesis = openSynthesis(client, config, { ...speech, deadlines });
  const audio: Uint8Array[] = [];
  const spoken: string[] = [];
  const unspoken: string[] = [];
  let isOver = false;
  void feed();
  try {
    for await (const piece of audible(synthesis.audio)) {
      spoken.push(...unspoken.splice(0));
      audio.push(piece);
      yield piece;
    }
    deadlines.signal.throwIfAborted();
    return { how: 'ended', spoken: [...spoken, ...unspoken], audio };
  } catch (error) {
    asker.throwIfAborted();
    if (statusOf(error) === 'ABORTED' && spoken.length > 0) return { how: 'aborted', unspoken };
    const failure = toGoogleFailure(deadlines.signal.aborted ? deadlines.signal.reason : error);
    return { how: 'failed', unspoken: [...brokenOff(spoken, audio), ...unspoken], failure };
  } finally {
    isOver = true;
  }

  async function feed(): Promise<void> {
    while (await queue.isNextWithin(pauseMs)) {
      if (isOver) return;
      const sentence = queue.take();
      unspoken.push(sentence);
      await synthesis.say(sentence);
    }
    synthesis.end();
  }
}

/** Returns the sentences that the audio is too short to hold to their end. */
function brokenOff(spoken: readonly string[], audio: readonly Uint8Array[]): string[] {
  const audioMs = audio.reduce((bytes, piece) => bytes + piece.length, 0) / BYTES_PER_MS;
  let neededMs = 0;
  return spoken.filter((sentence) => {
    neededMs += sentence.length * SLOWEST_MS_PER_CHARACTER;
    return neededMs > audioMs;
  });
}

import type { Writable } from 'node:stream';
import type { TextToSpeechClient } from '@google-cloud/text-to-speech';
import type { GoogleConfig } from '#shared/config/vendors.ts';
import type { Deadline, Deadlines } from '#shared/deadlines.ts';

/** The language of this product's callers. */
export const LANGUAGE = 'he-IL';

/** The gRPC deadline at Google's end, later than every deadline of ours. */
const CALL_TIMEOUT_MS = 300_000;

/** The waits within a stream: for the first audio after the first sentence, and for each further piece. */
export type AudioDeadlines = { readonly first: Deadline; readonly next: Deadline };

/** One stream to Google: sentences go in, their audio comes out. */
export interface Synthesis extends Disposable {
  /** Headerless μ-law bytes at 8 kHz, with back-pressure to the network. Throws Google's error as it is. */
  readonly audio: AsyncIterable<Uint8Array>;
  /** Sends a sentence; resolves when there is room for another. Never throws. */
  say(sentence: string): Promise<void>;
  /** Tells Google that no sentence follows, so that the audio can end. */
  end(): void;
}

/** Opens a stream. Disposing of it, or aborting the deadlines' signal, cancels it at both ends. */
export function openSynthesis(
  client: TextToSpeechClient,
  config: GoogleConfig,
  { first, next, deadlines }: AudioDeadlines & { readonly deadlines: Deadlines },
): Synthesis {
  const call = client.streamingSynthesize({ timeout: CALL_TIMEOUT_MS });
  const cancel = () => {
    call.cancel?.();
    call.destroy();
  };
  // The reader of `audio` gets every error; this one handles those after the reader has left.
  call.on('error', () => {});
  deadlines.signal.addEventListener('abort', cancel, { once: true });
  call.write({
    streamingConfig: {
      voice: { languageCode: LANGUAGE, name: config.voice },
      streamingAudioConfig: {
        audioEncoding: 'MULAW',
        sampleRateHertz: 8_000,
        speakingRate: config.speakingRate,
      },
    },
  });

  let heard = false;
  let ended = false;
  let reading = false;
  let due: Deadline | undefined;
  // The clock runs only while the reader waits: audio that is not read is not late.
  const expectAudio = () => {
    due ??= heard ? next : first;
    if (reading) deadlines.start(due);
  };

  return {
    audio: {
      async *[Symbol.asyncIterator]() {
        reading = true;
        if (due) deadlines.start(due);
        for await (const { audioContent } of call as AsyncIterable<Answer>) {
          if (!(audioContent instanceof Uint8Array) || audioContent.length === 0) continue;
          if (due) deadlines.stop(due);
          heard = true;
          due = ended ? next : undefined;
          reading = false;
          yield audioContent;
          reading = true;
          if (due) deadlines.start(due);
        }
      },
    },
    async say(text) {
      if (!call.writable) return;
      const hasRoom = call.write({ input: { text } });
      if (!due) expectAudio();
      if (!hasRoom) await roomIn(call);
    },
    end() {
      ended = true;
      if (!call.writable) return;
      call.end();
      if (!due) expectAudio();
    },
    [Symbol.dispose]() {
      deadlines.signal.removeEventListener('abort', cancel);
      cancel();
    },
  };
}

/** Resolves when the stream takes more, or is closed. */
function roomIn(call: Writable): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      call.off('drain', settle).off('close', settle);
      resolve();
    };
    call.on('drain', settle).on('close', settle);
  });
}

type Answer = { readonly audioContent?: unknown };

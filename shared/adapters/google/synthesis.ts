import type { Writable } from 'node:stream';
import type { TextToSpeechClient } from '@google-cloud/text-to-speech';
import type { GoogleConfig } from '#shared/config/config.ts';
import type { Deadline, Deadlines } from '#shared/deadlines.ts';

/** The language of this product's callers. */
export const LANGUAGE = 'he-IL';

/** The call's limit at Google's end, past every deadline of ours. */
const CALL_TIMEOUT_MS = 300_000;

/** The waits within a stream: for the first sound after the first sentence, and for more that is due. */
export type AudioDeadlines = { readonly first: Deadline; readonly next: Deadline };

/** One stream to Google: sentences go in, their audio comes out. */
export interface Synthesis extends Disposable {
  /** Headerless μ-law at 8 kHz, taken from the network no faster than it is read. */
  readonly audio: AsyncIterable<Uint8Array>;
  /** Sends a sentence; resolves when there is room for another. */
  say(sentence: string): Promise<void>;
  /** Tells Google that no sentence follows, so that the audio can end. */
  end(): void;
}

/** Opens a stream; it is cancelled, at both ends, when it is disposed of or its deadlines' signal is aborted. */
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
  // The reader of `audio` hears of every error; this is for those that come when it has left.
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
  // Only the reader's waiting counts: audio that nobody fetches is not late.
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

/** Resolves when the stream takes more, or never will. */
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

import type { ApiKey } from '#shared/adapters/openai/client.ts';
import type { OpenAiConfig } from '#shared/config/vendors.ts';
import { VendorFailed } from '#shared/errors.ts';
import { log } from '#shared/log.ts';
import type { LiveTranscriber } from '#shared/ports/speech.ts';
import { toSessionUpdate } from './events.ts';
import { keepLiveSession } from './reconnection.ts';
import { LIVE_DEADLINES_MS, type LiveSession, type LiveSessionParts } from './session.ts';
import { createLiveUtterance } from './utterance.ts';

export type OpenAiLiveTranscriberOptions = {
  readonly apiKey: ApiKey;
  readonly config: Pick<OpenAiConfig, 'baseUrl' | 'liveTranscriptionModel'>;
  /** Returns names that callers say and models do not know, such as streets: about fifty at most. */
  readonly keywords?: () => readonly string[];
  readonly deadlinesMs?: Partial<typeof LIVE_DEADLINES_MS>;
};

/**
 * Transcribes calls with OpenAI's realtime API, one session a call. A lost session is opened again;
 * a refused one is opened again without keywords.
 */
export function openaiLiveTranscriber(options: OpenAiLiveTranscriberOptions): LiveTranscriber {
  const { apiKey, config, keywords = () => [], deadlinesMs } = options;
  const parts: Omit<LiveSessionParts, 'setUp'> = {
    // A model in the URL would open a conversation instead.
    url: `${config.baseUrl.replace(/^http/, 'ws')}/realtime?intent=transcription`,
    apiKey,
    deadlinesMs: { ...LIVE_DEADLINES_MS, ...deadlinesMs },
  };

  return {
    open(signal) {
      let session: LiveSession | undefined;
      let cause: VendorFailed | undefined;
      let utterance = createLiveUtterance();
      let areKeywordsRefused = false;
      const names = () => (areKeywordsRefused ? [] : keywords());

      const forget = () => {
        const [forgotten, listener] = [utterance, session];
        utterance = createLiveUtterance();
        if (forgotten.batches.length > 0) listener?.clear();
      };

      void keepLiveSession(
        { ...parts, setUp: () => toSessionUpdate(config.liveTranscriptionModel, names()) },
        {
          listening(begun) {
            session = begun;
            for (const batch of utterance.batches) begun.append(batch);
          },
          lost({ failure, wasRefused }) {
            session = undefined;
            cause = failure;
            if (!wasRefused || names().length === 0) return;
            // One name may be the reason; without names the call is transcribed all the same.
            areKeywordsRefused = true;
            log.warn('live-transcription.keywords-refused', { reason: failure.message });
          },
        },
        signal,
      );
      return {
        hear(mulaw) {
          if (signal.aborted) return;
          for (const batch of utterance.hear(mulaw)) session?.append(batch);
        },
        drop: forget,
        commit() {
          if (signal.aborted) return failed(signal.reason);
          if (utterance.isTooLong()) {
            forget();
            return failed(new VendorFailed('openai', 'was told more than it is to hear at once'));
          }
          const [said, listener] = [utterance, session];
          utterance = createLiveUtterance();
          // OpenAI refuses less than a batch, which is too short for a word.
          if (said.batches.length === 0) return Promise.resolve('');
          // A missing session is in trouble; waiting for it would take longer than a batch transcription.
          if (!listener) return failed(new VendorFailed('openai', 'does not listen', { cause }));
          const rest = said.rest();
          if (rest) listener.append(rest);
          return listener.commit();
        },
      };
    },
  };
}

/** Returns a rejected promise that may stay unhandled: not every commit is awaited. */
function failed(failure: unknown): Promise<never> {
  const promise = Promise.reject(failure);
  promise.catch(() => {});
  return promise;
}

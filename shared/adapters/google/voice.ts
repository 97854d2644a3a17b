import type { GoogleConfig } from '#shared/config/vendors.ts';
import { watchDeadlines } from '#shared/deadlines.ts';
import { log } from '#shared/log.ts';
import type { Voice } from '#shared/ports/speech.ts';
import { createCircuitBreaker } from './circuit-breaker.ts';
import { createClauseCache } from './clause-cache.ts';
import { BEHIND_OURS_MS, googleClient, toGoogleFailure } from './client.ts';
import { queueSentences, type SentenceQueue } from './sentence-queue.ts';
import { speakOnStream } from './stream.ts';
import { LANGUAGE } from './synthesis.ts';
import { synthesizeWhole } from './unary.ts';

/** How long to wait for each part, in ms. */
const DEADLINES_MS = {
  firstAudio: 2_000,
  nextAudio: 2_000,
  wholeTurn: 120_000,
  /** A sentence in the fallback voice, which takes half a second to a second. */
  wholeSentence: 2_000,
  /** Google aborts a stream after 5 s without input: https://github.com/livekit/agents/issues/2406. It is ended earlier, and a new one goes on. */
  nextSentence: 3_000,
  warmUp: 5_000,
};

export type GoogleVoiceOptions = {
  readonly config: GoogleConfig;
  /** The JSON key of a service account; unused on loopback. */
  readonly credentialsJson?: string | undefined;
  /** Sentences with recorded audio in this very voice: headerless μ-law at 8 kHz. */
  readonly recorded?: Iterable<{ readonly text: string; readonly audio: Uint8Array }>;
  readonly deadlinesMs?: Partial<typeof DEADLINES_MS>;
  /** How long the circuit breaker stays open. */
  readonly restMs?: number;
};

/** Speaks through Google: on one stream a turn, or sentence by sentence in the fallback voice if streaming fails. */
export function googleVoice(options: GoogleVoiceOptions): Voice & AsyncDisposable {
  const { config, credentialsJson, recorded = [], deadlinesMs, restMs } = options;
  const client = googleClient(config, credentialsJson);
  const limit = { ...DEADLINES_MS, ...deadlinesMs };
  const first = { name: 'first audio', ms: limit.firstAudio };
  const next = { name: 'next audio', ms: limit.nextAudio };
  const circuit = createCircuitBreaker(restMs);
  const clauses = createClauseCache();
  for (const { text, audio } of recorded) clauses.keep(clauseOf(text), audio);

  function clauseOf(text: string, voice = config.voice) {
    return { text, voice, rate: config.speakingRate };
  }

  /** Speaks on one stream, up to a pause. Returns whether another stream may follow in this turn. */
  async function* speakStreamed(queue: SentenceQueue, asker: AbortSignal) {
    const speech = { client, config, queue, first, next, pauseMs: limit.nextSentence };
    const end = yield* speakOnStream(speech, asker);
    circuit.note(end.how === 'failed' ? end.failure : undefined);
    if (end.how === 'ended') {
      const [text, ...others] = end.spoken;
      // Audio of several sentences does not tell where one ends.
      if (text && others.length === 0) clauses.keep(clauseOf(text), Buffer.concat(end.audio));
      return true;
    }
    queue.putBack(end.unspoken);
    if (end.how === 'failed') log.warn('voice.stream-failed', { reason: end.failure.message });
    return end.how === 'aborted';
  }

  /** Speaks one sentence in the fallback voice. */
  async function speakWhole(text: string, asker: AbortSignal): Promise<Uint8Array> {
    const clause = clauseOf(text, config.fallbackVoice);
    const known = clauses.find(clause);
    if (known) return known;
    const deadline = { name: 'whole sentence', ms: limit.wholeSentence };
    const audio = await synthesizeWhole(client, { ...clause, deadline }, asker);
    clauses.keep(clause, audio);
    return audio;
  }

  return {
    async *speak(sentences, signal) {
      using turn = watchDeadlines('google', signal);
      turn.start({ name: 'whole turn', ms: limit.wholeTurn });
      const queue = queueSentences(sentences);
      // A turn that changed to the fallback voice keeps it.
      let isStreaming = !circuit.isOpen();
      try {
        for (;;) {
          const sentence = await turn.race(queue.peek());
          if (sentence === undefined) return;
          const known = clauses.find(clauseOf(sentence));
          if (known || !isStreaming) {
            queue.take();
            yield known ?? (await speakWhole(sentence, turn.signal));
          } else {
            isStreaming = yield* speakStreamed(queue, turn.signal);
          }
        }
      } finally {
        queue.close();
      }
    },

    async warm() {
      using deadlines = watchDeadlines('google', new AbortController().signal);
      deadlines.start({ name: 'warm-up', ms: limit.warmUp });
      try {
        await deadlines.race(
          client.listVoices(
            { languageCode: LANGUAGE },
            { timeout: limit.warmUp + BEHIND_OURS_MS, retry: null },
          ),
        );
      } catch (error) {
        throw toGoogleFailure(error);
      }
    },

    async [Symbol.asyncDispose]() {
      await client.close();
    },
  };
}

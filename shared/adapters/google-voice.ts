import type { GoogleConfig } from '#shared/config.ts';
import { watchDeadlines } from '#shared/deadlines.ts';
import { VendorFailed } from '#shared/errors.ts';
import type { Voice } from '#shared/ports.ts';
import { googleClient, toGoogleFailure } from './google-client.ts';
import { LANGUAGE, openSynthesis, type Synthesis } from './google-synthesis.ts';

/** How long to wait for sound once there are words, for more of it, for a whole turn, and for the channel to open. */
const DEADLINES_MS = { firstAudio: 2_000, nextAudio: 2_000, wholeTurn: 120_000, warmUp: 5_000 };

/** Three minutes of μ-law: no turn is so long, so what exceeds it is not speech of ours. */
const MAX_TURN_BYTES = 3 * 60 * 8_000;

export type GoogleVoiceOptions = {
  readonly config: GoogleConfig;
  /** The JSON key of a service account; a stand-in on loopback needs none. */
  readonly credentialsJson?: string | undefined;
  readonly deadlinesMs?: Partial<typeof DEADLINES_MS>;
};

/** Speaks through Google's streaming synthesis: one stream a turn, opened with its first sentence. */
export function googleVoice(options: GoogleVoiceOptions): Voice & AsyncDisposable {
  const { config, credentialsJson, deadlinesMs } = options;
  const client = googleClient(config, credentialsJson);
  const limit = { ...DEADLINES_MS, ...deadlinesMs };
  const first = { name: 'first audio', ms: limit.firstAudio };
  const next = { name: 'next audio', ms: limit.nextAudio };

  return {
    async *speak(sentences, signal) {
      using deadlines = watchDeadlines('google', signal);
      const source = sentences[Symbol.asyncIterator]();
      let broken: { readonly reason: unknown } | undefined;
      try {
        const opening = await deadlines.race(source.next());
        if (opening.done) return;
        deadlines.start({ name: 'whole turn', ms: limit.wholeTurn });
        using synthesis = openSynthesis(client, config, { first, next, deadlines });
        feed(synthesis, opening.value).catch((reason) => {
          // What could be thought is still said to its end.
          broken = { reason };
          synthesis.end();
        });

        let bytes = 0;
        for await (const audio of synthesis.audio) {
          bytes += audio.length;
          if (bytes > MAX_TURN_BYTES) throw new VendorFailed('google', 'does not stop speaking');
          yield audio;
        }
        deadlines.signal.throwIfAborted();
        if (broken) throw broken.reason;
        if (bytes === 0) throw new VendorFailed('google', 'gave no audio');
      } catch (error) {
        deadlines.signal.throwIfAborted();
        throw broken ? broken.reason : toGoogleFailure(error);
      } finally {
        // Not awaited: a source that hangs must not hold up the end of the turn.
        source.return?.().catch(() => {});
      }

      async function feed(synthesis: Pick<Synthesis, 'say' | 'end'>, sentence: string) {
        await synthesis.say(sentence);
        for (let more = await source.next(); !more.done; more = await source.next()) {
          await synthesis.say(more.value);
        }
        synthesis.end();
      }
    },

    async warm() {
      using deadlines = watchDeadlines('google', new AbortController().signal);
      deadlines.start({ name: 'warm-up', ms: limit.warmUp });
      try {
        await deadlines.race(
          client.listVoices({ languageCode: LANGUAGE }, { timeout: limit.warmUp, retry: null }),
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

import { googleClient, toGoogleFailure } from '#shared/adapters/google/client.ts';
import { LANGUAGE } from '#shared/adapters/google/synthesis.ts';
import { synthesizeWhole } from '#shared/adapters/google/unary.ts';
import type { GoogleConfig } from '#shared/config/vendors.ts';
import { VendorFailed } from '#shared/errors.ts';
import type { Reader } from './reader.ts';

/** Recordings are made offline, so this is longer than the deadline of a call. */
const DEADLINE = { name: 'recording', ms: 20_000 };

/** The native rate of Google’s newest voices. */
const MP3_HERTZ = 24_000;

/**
 * Returns a reader with the voice of calls. It gets the text without vowel points, as in a call.
 * @throws InvalidInput if the credentials are malformed
 */
export function createGoogleReader(config: GoogleConfig, credentialsJson?: string): Reader {
  const client = googleClient(config, credentialsJson);
  const { voice, speakingRate: rate } = config;
  return {
    name: `Google's voice ${voice}`,
    async toMp3({ text }) {
      const [{ audioContent }] = await client
        .synthesizeSpeech(
          {
            input: { text },
            voice: { languageCode: LANGUAGE, name: voice },
            audioConfig: {
              audioEncoding: 'MP3',
              sampleRateHertz: MP3_HERTZ,
              speakingRate: rate,
            },
          },
          { timeout: DEADLINE.ms, retry: null },
        )
        .catch((error: unknown) => {
          throw toGoogleFailure(error);
        });
      if (audioContent instanceof Uint8Array && audioContent.length > 0) return audioContent;
      throw new VendorFailed('google', 'gave no audio');
    },
    toMulaw: ({ text }) =>
      synthesizeWhole(
        client,
        { text, voice, rate, deadline: DEADLINE },
        new AbortController().signal,
      ),
    [Symbol.asyncDispose]: () => client.close(),
  };
}

import * as z from 'zod/mini';

/** Google's limit on one input: https://docs.cloud.google.com/text-to-speech/quotas */
const MAX_INPUT_BYTES = 5_000;

const Text = z.string().check(
  z.minLength(1),
  z.refine((text) => Buffer.byteLength(text) <= MAX_INPUT_BYTES),
);

const HebrewVoice = z.object({
  languageCode: z.literal('he-IL'),
  name: z.string().check(z.regex(/^he-IL-/)),
});

/**
 * Checks the first message of a stream, for the formats that the stand-in supports:
 * https://docs.cloud.google.com/text-to-speech/docs/chirp3-hd
 */
export const StreamingConfig = z.object({
  streamingConfig: z.object({
    voice: HebrewVoice,
    streamingAudioConfig: z.object({
      audioEncoding: z.literal('MULAW'),
      sampleRateHertz: z.literal(8_000),
    }),
  }),
});

/** Checks every further message of a stream. */
export const StreamingInput = z.object({ input: z.object({ text: Text }) });

/** Checks a request for one complete synthesis. */
export const Synthesis = z.object({
  input: z.object({ text: Text }),
  voice: HebrewVoice,
  audioConfig: z.union([
    z.object({ audioEncoding: z.enum(['MULAW', 'LINEAR16']), sampleRateHertz: z.literal(8_000) }),
    z.object({ audioEncoding: z.literal('MP3'), sampleRateHertz: z.literal(24_000) }),
  ]),
});

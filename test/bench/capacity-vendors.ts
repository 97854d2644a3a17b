/** The process of all vendors: it says where they are, and what the callers will say to them. */
import { createDynamoDbStandIn } from '#local/aws/dynamodb.ts';
import { createS3StandIn } from '#local/aws/s3.ts';
import { createGoogleStandIn } from '#local/google/text-to-speech.ts';
import { createOpenAiStandIn } from '#local/openai/server.ts';
import { createPhrasebook } from '#local/phrasebook/phrasebook.ts';
import { createLocalVoice } from '#local/speech/voice.ts';
import type { Environment } from '#shared/config.ts';

/** What the process says of itself. */
export type VendorsSaid = {
  /** The variables by which the product finds them. */
  readonly env: Environment;
  /** The process of the voice, which is its own. */
  readonly voicePid: number;
  /** What callers say: text, and μ-law as base64. */
  readonly said: readonly (readonly [text: string, audio: string])[];
};

/** The figures for which the promises are stated. */
const LATENCIES = { transcribeMs: 250, firstTokenMs: 300, firstAudioMs: 150 };
/** Google's own quota is a hundred for a project, and would be no limit of this machine. */
const STREAMS_AT_ONCE = 1_000;
const BUCKET = 'recordings';

/** Wishes of two to three seconds, as people say them to an agent, in one breath. */
const texts = [
  'אני מחפש דירה להשכרה בתל אביב עם שלושה חדרים',
  'אני רוצה לקנות דירה בחיפה עם ארבעה חדרים וחצי',
  'אני מחפש דירה להשכרה בירושלים עד שבעת אלפים שקל',
  'אני רוצה לשכור דירה ברמת גן עם שני חדרים וחצי',
  'אני מחפש דירה למכירה בנתניה עד שני מיליון וחצי',
  'אני רוצה לקנות דירה בבאר שבע עם חמישה חדרים',
  'אני מחפש דירה להשכרה בהרצליה עד תשעת אלפים שקל',
  'אני רוצה לשכור דירה בגבעתיים עם שלושה חדרים וחצי',
];

const phrasebook = createPhrasebook();
const voice = await createLocalVoice();
const said = await Promise.all(
  texts.map(async (text) => {
    const audio = await voice.speak(text, 'caller');
    phrasebook.register(text, audio);
    return [text, Buffer.from(audio).toString('base64')] as const;
  }),
);
const [dynamoDb, s3, openai, google] = await Promise.all([
  createDynamoDbStandIn(),
  createS3StandIn({ buckets: [BUCKET] }),
  createOpenAiStandIn({ phrasebook, latencies: LATENCIES }),
  createGoogleStandIn({
    voice,
    phrasebook,
    latencies: LATENCIES,
    quotas: { streamsAtOnce: STREAMS_AT_ONCE },
  }),
]);
const answer: VendorsSaid = {
  env: {
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.endpoint,
    AWS_ENDPOINT_URL_S3: s3.endpoint,
    RECORDINGS_BUCKET: BUCKET,
    OPENAI_API_KEY: 'stand-in',
    OPENAI_BASE_URL: openai.baseUrl,
    GOOGLE_CREDENTIALS_JSON: '{}',
    GOOGLE_TTS_ENDPOINT: google.endpoint,
  },
  voicePid: voice.pid,
  said,
};
process.on('disconnect', async () => {
  await voice[Symbol.asyncDispose]();
  process.exit();
});
process.send?.(answer);

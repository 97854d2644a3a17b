/** The process of all vendors: it says where they are, and what the callers will say to them. */
import { createDynamoDbStandIn } from '#local/aws/dynamodb.ts';
import { createS3StandIn } from '#local/aws/s3.ts';
import { createGoogleStandIn } from '#local/google/text-to-speech.ts';
import { createOpenAiStandIn } from '#local/openai/server.ts';
import { createPhrasebook } from '#local/phrasebook/phrasebook.ts';
import { answerTo } from '#local/rule-agent/rules.ts';
import { createLocalVoice } from '#local/speech/voice.ts';
import { sentences } from '#shared/agent/sentences.ts';
import { toSpoken } from '#shared/agent/spoken/spoken-sentence.ts';
import type { Environment } from '#shared/config/environment.ts';

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

/** A caller who begins with one text goes on with the next ones; so far a call comes. */
const TURNS_REHEARSED = 6;

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
  createOpenAiStandIn({ answerTo, phrasebook }),
  createGoogleStandIn({
    voice,
    phrasebook,
    latencies: LATENCIES,
    quotas: { streamsAtOnce: STREAMS_AT_ONCE },
  }),
]);
/** Has the voice say what it will be asked to say: on a busy machine, a sentence takes it longer the first time. */
async function rehearse(first: number): Promise<void> {
  const input: { role: 'user' | 'assistant'; content: string }[] = [];
  for (let turn = first; turn < first + TURNS_REHEARSED; turn++) {
    input.push({ role: 'user', content: texts[turn % texts.length] ?? '' });
    const response = await fetch(`${openai.baseUrl}/responses`, {
      method: 'POST',
      headers: { authorization: 'Bearer stand-in', 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'any', input }),
    });
    const { output } = (await response.json()) as Reply;
    const content = output
      .flatMap((item) => item.content ?? [])
      .map(({ text }) => text)
      .join(' ');
    input.push({ role: 'assistant', content });
    for await (const sentence of sentences(only(content))) await voice.speak(toSpoken(sentence));
  }
}

type Reply = { readonly output: readonly { readonly content?: readonly { text: string }[] }[] };

async function* only(text: string) {
  yield text;
}

Object.assign(openai.latencies, { firstTokenMs: 0 });
await Promise.all(texts.map((_, first) => rehearse(first)));
Object.assign(openai.latencies, LATENCIES);

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

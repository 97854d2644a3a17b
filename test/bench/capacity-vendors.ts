/** The process of all vendors: reports their addresses and the callers' utterances. */
import { createDynamoDbStandIn } from '#local/aws/dynamodb/dynamodb.ts';
import { createS3StandIn } from '#local/aws/s3/s3.ts';
import { createGoogleStandIn } from '#local/google/text-to-speech.ts';
import { createOpenAiStandIn } from '#local/openai/server.ts';
import { createPhrasebook } from '#local/phrasebook/phrasebook.ts';
import { answerTo } from '#local/rule-agent/rules.ts';
import { createLocalVoice } from '#local/speech/voice.ts';
import { RECORDINGS_BUCKET } from '#local/world/product-environment.ts';
import { sentences } from '#shared/agent/sentences.ts';
import { toSpoken } from '#shared/agent/spoken/spoken-sentence.ts';

/** The first message of the process. */
export type VendorsSaid = {
  /** The addresses at which the product finds the vendors. */
  readonly vendors: {
    readonly dynamoDbEndpoint: string;
    readonly s3Endpoint: string;
    readonly openAiBaseUrl: string;
  };
  readonly googleEndpoint: string;
  /** The id of the voice's own process. */
  readonly voicePid: number;
  /** Utterances of the callers: text, and μ-law as base64. */
  readonly said: readonly (readonly [text: string, audio: string])[];
};

/** Latencies for which the promises are stated. */
const LATENCIES = { transcribeMs: 250, firstTokenMs: 300, firstAudioMs: 150 };
/** Google's own quota is 100 for a project; it does not measure this machine. */
const STREAMS_AT_ONCE = 1_000;

/** Wishes of two to three seconds, as people say them to an agent without a pause. */
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

/** Turns of a rehearsed call, with consecutive texts; no call of the bench is longer. */
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
  createS3StandIn({ buckets: [RECORDINGS_BUCKET] }),
  createOpenAiStandIn({ answerTo, phrasebook }),
  createGoogleStandIn({
    voice,
    phrasebook,
    latencies: LATENCIES,
    quotas: { streamsAtOnce: STREAMS_AT_ONCE },
  }),
]);
/** Synthesises every expected sentence once: on a busy machine the first time takes longer. */
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
  vendors: {
    dynamoDbEndpoint: dynamoDb.endpoint,
    s3Endpoint: s3.endpoint,
    openAiBaseUrl: openai.baseUrl,
  },
  googleEndpoint: google.endpoint,
  voicePid: voice.pid,
  said,
};
process.on('disconnect', async () => {
  await voice[Symbol.asyncDispose]();
  process.exit();
});
process.send?.(answer);

import { expect, onTestFinished, test, vi } from 'vitest';
import { createDynamoDbStandIn } from '#local/aws/dynamodb/dynamodb.ts';
import { localAws } from '#local/aws/local-aws.ts';
import { createOpenAiStandIn } from '#local/openai/server.ts';
import { createPhrasebook } from '#local/phrasebook/phrasebook.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { openaiBrain } from '#shared/adapters/openai/brain/brain.ts';
import { toHearing } from '#shared/adapters/openai/transcription-fields.ts';
import { wellFormed } from '#shared/well-formed.ts';
import { silenceLog } from '../doors/log.ts';
import { from, openWorld } from './google-world.ts';

/** Half of a house, as a cut inside an emoji leaves it. */
const HALF = '🏠'.slice(0, 1);
const CONTACT = '+972501234567';

test('OpenAI is asked without halves of characters, and answers', async () => {
  silenceLog();
  await using openai = await createOpenAiStandIn({
    answerTo: () => ({ say: 'שלום.' }),
    phrasebook: createPhrasebook(),
    latencies: { firstTokenMs: 0 },
  });
  const config = {
    baseUrl: openai.baseUrl,
    transcriptionModel: '',
    liveTranscriptionModel: '',
    replyModel: 'gpt-6-luna',
  };
  const brain = openaiBrain({ apiKey: 'sk-test', config, instructions: '' });
  const question = { dialogue: [{ speaker: 'caller', text: `בית ${HALF}` }] } as const;
  const said = await Array.fromAsync(brain.reply(question, new AbortController().signal));
  expect(said.join('')).toBe('שלום.');
  expect(openai.requests[0]?.fields).toMatchObject({ input: [{ content: 'בית ' }] });
});

test('OpenAI listens for names without halves of characters', () => {
  expect(toHearing('gpt-transcribe', [`דיזנגוף${HALF}`])).toMatchObject({ keywords: ['דיזנגוף'] });
});

test('Google speaks sentences without halves of characters', async () => {
  await using world = await openWorld();
  const { failure } = await world.listen(from(`שלום ${HALF}לכם.`));
  expect(failure).toBeUndefined();
  expect(world.google.requests).toMatchObject([{ texts: ['שלום לכם.'] }]);
});

test('the store keeps rows without halves of characters', async () => {
  await using store = await createDynamoDbStandIn();
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', store.endpoint);
  vi.stubEnv('AWS_REGION', localAws.region);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  const db = dynamoDb({ retentionDays: undefined });
  onTestFinished(() => {
    vi.unstubAllEnvs();
    db.destroy();
  });
  const leads = dynamoLeads(db);
  await leads.save(CONTACT, { name: `דנה${HALF}` }, { source: 'whatsapp', at: 1 });
  expect(await leads.find(CONTACT)).toMatchObject({ name: 'דנה' });
});

test('only halves are taken out, however deep they lie', () => {
  const whole = { text: 'בית 🏠', bytes: new Uint8Array([1]), at: 1, list: [null, undefined] };
  expect(wellFormed(whole)).toBe(whole);
  expect(wellFormed({ a: [{ b: `🏠${HALF}🏠` }], c: whole.bytes })).toEqual({
    a: [{ b: '🏠🏠' }],
    c: whole.bytes,
  });
  expect(wellFormed('🏠'.slice(1))).toBe('');
});

import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { createOpenAiStandIn } from '#local/openai/server.ts';
import { createPhrasebook } from '#local/phrasebook/phrasebook.ts';

test('answers a question that is not streamed in one piece', async () => {
  await using world = await openWorld();
  const reply = await world.client.responses.create({ model: 'gpt-6-luna', input: 'שלום' });
  expect(reply.output_text).toBe('שלום, נעים מאוד. מחפשים דירה או רוצים להציע נכס?');
});

test.for([
  ['אני רוצה למכור דירה', 'בשמחה, דירה למכירה. באיזו עיר?'],
  ['מחפשים לקנות 3.5 חדרים בחיפה', 'בשמחה, דירה לקנייה בחיפה. ומה התקציב?'],
  ['אפשר לדבר עם נציג?', 'סוכן מהמשרד יחזור אליכם בהקדם. אפשר לעזור בעוד משהו?'],
  ['באילו שעות אתם פתוחים?', 'סוכן יחזור אליכם עם השעות. אפשר לעזור בעוד משהו?'],
  ['כמה זה עולה?', 'סוכן יחזור אליכם עם המחיר. אפשר לעזור בעוד משהו?'],
  ['אפשר לראות את הדירה?', 'בשמחה. באיזה יום נוח לכם לבקר?'],
  ['תודה, להתראות', 'תודה רבה לכם. יום נעים ולהתראות.'],
  ['בלה בלה', 'סליחה, לא הבנתי. מחפשים דירה או רוצים להציע נכס?'],
] as const)('answers "%s" and invents nothing', async ([question, answer]) => {
  await using world = await openWorld();
  const reply = await world.client.responses.create({ model: 'gpt-6-luna', input: question });
  expect(reply.output_text).toBe(answer);
});

test('streams the events of a reply in their order, numbered', async () => {
  await using world = await openWorld();
  const stream = await world.client.responses.create({
    model: 'gpt-6-luna',
    input: 'שלום',
    stream: true,
  });
  const events = await Array.fromAsync(stream);
  expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, i) => i));
  const kinds = [...new Set(events.map(({ type }) => type.replace('response.', '')))];
  expect(kinds).toEqual([
    'created',
    'in_progress',
    'output_item.added',
    'content_part.added',
    'output_text.delta',
    'output_text.done',
    'content_part.done',
    'output_item.done',
    'completed',
  ]);
});

test('knows every model by its name', async () => {
  await using world = await openWorld();
  expect(await world.client.models.retrieve('gpt-6-luna')).toMatchObject({
    id: 'gpt-6-luna',
    object: 'model',
  });
});

test('refuses in the words of OpenAI what it does not know', async () => {
  await using world = await openWorld();
  await expect(world.client.embeddings.create({ model: 'm', input: 'i' })).rejects.toThrow(
    expect.objectContaining({ status: 404, code: 'unknown_url' }),
  );
});

test('refuses audio that is no telephone recording', async () => {
  await using world = await openWorld();
  const file = new File(['not a wav file'], 'speech.wav');
  await expect(
    world.client.audio.transcriptions.create({ model: 'gpt-transcribe', file }),
  ).rejects.toThrow(expect.objectContaining({ status: 400 }));
});

test('fails as often as it was told to, then no more', async () => {
  await using world = await openWorld();
  world.openai.faults.set('models', { kind: 'status', status: 500 }, 1);
  await expect(world.client.models.retrieve('gpt-6-luna')).rejects.toThrow('500');
  await expect(world.client.models.retrieve('gpt-6-luna')).resolves.toBeDefined();
});

async function openWorld() {
  const phrasebook = createPhrasebook();
  const openai = await createOpenAiStandIn({ phrasebook, latencies: { firstTokenMs: 0 } });
  const client = new OpenAI({ apiKey: 'sk-test', baseURL: openai.baseUrl, maxRetries: 0 });
  return { openai, client, [Symbol.asyncDispose]: () => openai[Symbol.asyncDispose]() };
}

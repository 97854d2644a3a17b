import { on } from 'node:events';
import OpenAI from 'openai';
import type { ResponseInputItem } from 'openai/resources/responses/responses';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createPhrasebook } from '#local/phrasebook/phrasebook.ts';
import { answerTo } from '#local/rule-agent/rules.ts';
import { createOpenAiStandIn } from './server.ts';

test('answers a question that is not streamed in one piece', async () => {
  await using world = await openWorld();
  const reply = await world.client.responses.create({ model: 'gpt-6-luna', input: 'שלום' });
  expect(reply.output_text).toBe('שלום, נעים מאוד. מחפשים דירה או רוצים להציע נכס?');
});

test.for([
  ['אני רוצה למכור דירה', 'בשמחה, דירה למכירה. באיזו עיר?'],
  ['מחפשים לקנות 3.5 חדרים בחיפה', 'בשמחה, דירה לקנייה בחיפה. ומה התקציב?'],
  ['אפשר לדבר עם נציג?', 'בשמחה. רוצים שסוכן יחזור אליכם?'],
  ['באילו שעות אתם פתוחים?', 'את השעות יודע סוכן מהמשרד. אפשר לעזור בעוד משהו?'],
  ['כמה זה עולה?', 'את הפרט הזה אין לי כאן, וסוכן יודע אותו. רוצים שסוכן יחזור אליכם?'],
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

test('streams a call in OpenAI’s order, and the words before it', async () => {
  await using world = await openWorld();
  const stream = await world.client.responses.create({ ...SEARCH, stream: true });
  const events = await Array.fromAsync(stream);
  expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, i) => i));
  const kinds = events.map(({ type }) => type.replace('response.', ''));
  expect(kinds.filter((kind, i) => kind !== kinds[i - 1])).toEqual([
    'created',
    'in_progress',
    'output_item.added',
    'content_part.added',
    'output_text.delta',
    'output_text.done',
    'content_part.done',
    'output_item.done',
    'output_item.added',
    'function_call_arguments.delta',
    'function_call_arguments.done',
    'output_item.done',
    'completed',
  ]);
  const written = events.flatMap((event) =>
    event.type === 'response.function_call_arguments.delta' ? event.delta : [],
  );
  const call = events.flatMap((event) =>
    event.type === 'response.output_item.done' && event.item.type === 'function_call'
      ? event.item
      : [],
  )[0];
  expect(JSON.parse(written.join(''))).toEqual(JSON.parse(call?.arguments ?? ''));
  const last = events.at(-1);
  expect(last?.type === 'response.completed' && last.response.output).toEqual([
    expect.objectContaining({ type: 'message' }),
    call,
  ]);
});

test('calls and is answered in one piece', async () => {
  await using world = await openWorld();
  const first = await world.client.responses.create(SEARCH);
  const call = first.output.find((item) => item.type === 'function_call');
  expect(call).toMatchObject({ name: 'search_listings', call_id: expect.any(String) });
  const second = await world.client.responses.create({
    ...SEARCH,
    input: [...SEARCH.input, call, outputOf(call?.call_id)] as ResponseInputItem[],
  });
  expect(second.output_text).toBe('לא מצאתי כרגע דירה כזאת. לרשום את הבקשה שלכם?');
});

test('streams a refusal in OpenAI’s order', async () => {
  await using world = await openWorld();
  world.openai.faults.set('reply', { kind: 'refusal' });
  const stream = await world.client.responses.create({ ...SEARCH, stream: true });
  const events = await Array.fromAsync(stream);
  const kinds = events.map(({ type }) => type.replace('response.', ''));
  expect(kinds.filter((kind, i) => kind !== kinds[i - 1])).toEqual([
    'created',
    'in_progress',
    'output_item.added',
    'content_part.added',
    'refusal.delta',
    'refusal.done',
    'content_part.done',
    'output_item.done',
    'completed',
  ]);
});

test('runs out of tokens where the request says, in a text and in a call', async () => {
  await using world = await openWorld();
  const hello = { model: 'gpt-6-luna', input: 'שלום', stream: false } as const;
  const ask = (request: typeof hello | typeof SEARCH, max_output_tokens: number) =>
    world.client.responses.create({ ...request, max_output_tokens });
  const [whole, inText, inCall] = [
    await ask(hello, 300),
    await ask(hello, 16),
    await ask(SEARCH, 20),
  ];
  expect([whole.status, inText.status, inCall.status]).toEqual([
    'completed',
    'incomplete',
    'incomplete',
  ]);
  expect(inText.incomplete_details).toEqual({ reason: 'max_output_tokens' });
  expect(whole.output_text.startsWith(inText.output_text)).toBe(true);
  expect(inText.output.map(({ type }) => type)).toEqual(['message']);
  const call = inCall.output.find((item) => item.type === 'function_call');
  expect(call?.status).toBe('incomplete');
  expect(() => JSON.parse(call?.arguments ?? '')).toThrow();
});

test('refuses a limit below sixteen tokens, as OpenAI does', async () => {
  await using world = await openWorld();
  await expect(
    world.client.responses.create({ ...SEARCH, max_output_tokens: 15 }),
  ).rejects.toMatchObject({ status: 400 });
});

test('names its realtime sessions as OpenAI does', async () => {
  await using world = await openWorld();
  const socket = new WebSocket(
    `${world.openai.baseUrl.replace('http', 'ws')}/realtime?intent=transcription`,
    {
      headers: { authorization: 'Bearer sk-test' },
    },
  );
  const messages = on(socket, 'message');
  const next = async () => JSON.parse(`${(await messages.next()).value?.[0]}`);
  const created = await next();
  const input = {
    format: { type: 'audio/pcmu' },
    transcription: { model: 'gpt-live-transcribe', languages: ['he'] },
    turn_detection: null,
  };
  const update = { type: 'transcription', audio: { input } };
  socket.send(JSON.stringify({ type: 'session.update', session: update }));
  const updated = await next();
  socket.terminate();
  const session = { object: 'realtime.transcription_session', type: 'transcription' };
  expect([created.type, created.session]).toEqual([
    'session.created',
    { ...session, id: expect.stringMatching(/^sess_/), expires_at: expect.any(Number) },
  ]);
  expect(updated.session).toEqual({ ...created.session, ...update });
});

test('never gives two calls one id', async () => {
  await using world = await openWorld();
  const replies = [
    await world.client.responses.create(SEARCH),
    await world.client.responses.create(SEARCH),
  ];
  const ids = replies.map(({ output }) => output.find((item) => item.type === 'function_call')?.id);
  expect(ids[0]).not.toBe(ids[1]);
});

test('calls nothing where it may not', async () => {
  await using world = await openWorld();
  const reply = await world.client.responses.create({ ...SEARCH, tool_choice: 'none' });
  expect(reply.output.map(({ type }) => type)).toEqual(['message']);
});

const LOOSE = { type: 'object', properties: { city: {} }, required: [] };
const CALL = { type: 'function_call', call_id: 'call_1', name: 'any', arguments: '{}' } as const;

test.for<[string, object]>([
  ['a result that nobody asked for', { input: [outputOf('call_1')] }],
  ['a call without its result', { input: [CALL] }],
  ['a strict schema that is not', { tools: [{ ...toolOf('search'), parameters: LOOSE }] }],
])('refuses, as OpenAI does, %s', async ([_, part]) => {
  await using world = await openWorld();
  await expect(world.client.responses.create({ ...SEARCH, ...part })).rejects.toThrow(
    expect.objectContaining({ status: 400, type: 'invalid_request_error' }),
  );
});

test('sends the first clause in one piece at its own time', async () => {
  await using world = await openWorld();
  world.openai.latencies.firstClauseMs = 120;
  const since = performance.now();
  const stream = await world.client.responses.create({
    model: 'gpt-6-luna',
    input: 'אני רוצה למכור דירה',
    stream: true,
  });
  const tokens: string[] = [];
  for await (const event of stream) {
    if (event.type !== 'response.output_text.delta') continue;
    if (tokens.length === 0) expect(performance.now() - since).toBeGreaterThanOrEqual(119);
    tokens.push(event.delta);
  }
  expect(tokens[0]).toBe('בשמחה,');
  expect(tokens.join('')).toBe('בשמחה, דירה למכירה. באיזו עיר?');
  expect(tokens.length).toBeGreaterThan(4);
});

test.for(['reply', 'reply-after-tool'] as const)(
  'breaks where it is told to: %s',
  async (where) => {
    await using world = await openWorld();
    world.openai.faults.set(where, { kind: 'status', status: 500 });
    const results: unknown[] = [];
    for (const input of [SEARCH.input, [...SEARCH.input, CALL, outputOf('call_1')]]) {
      const reply = world.client.responses.create({ ...SEARCH, input } as typeof SEARCH);
      results.push(await reply.then(() => 'answered').catch(({ status }) => status));
    }
    expect(results).toEqual(where === 'reply' ? [500, 500] : ['answered', 500]);
  },
);

test('says for how long it wants to be left alone', async () => {
  await using world = await openWorld();
  world.openai.faults.set('models', { kind: 'status', status: 429, retryAfterMs: 250 });
  const failure = await world.client.models.retrieve('gpt-6-luna').catch((error) => error);
  expect(failure.headers.get('retry-after-ms')).toBe('250');
});

test('knows every model by its name', async () => {
  await using world = await openWorld();
  expect(await world.client.models.retrieve('gpt-6-luna')).toMatchObject({
    id: 'gpt-6-luna',
    object: 'model',
  });
});

test('refuses unknown requests in OpenAI’s words', async () => {
  await using world = await openWorld();
  await expect(world.client.embeddings.create({ model: 'm', input: 'i' })).rejects.toThrow(
    expect.objectContaining({ status: 404, code: 'unknown_url' }),
  );
});

test('refuses audio that is not a telephone recording', async () => {
  await using world = await openWorld();
  const file = new File(['not a wav file'], 'speech.wav');
  await expect(
    world.client.audio.transcriptions.create({ model: 'gpt-transcribe', file }),
  ).rejects.toThrow(expect.objectContaining({ status: 400 }));
});

test('fails the given number of times', async () => {
  await using world = await openWorld();
  world.openai.faults.set('models', { kind: 'status', status: 500 }, 1);
  await expect(world.client.models.retrieve('gpt-6-luna')).rejects.toThrow('500');
  await expect(world.client.models.retrieve('gpt-6-luna')).resolves.toBeDefined();
});

const SEARCH = {
  model: 'gpt-6-luna',
  input: [
    {
      role: 'user' as const,
      content: 'דירת שלושה חדרים להשכרה בתל אביב עד תשעת אלפים שקל',
    },
  ],
  tools: [toolOf('search_listings'), toolOf('save_lead')],
  stream: false as const,
};

function toolOf(name: string) {
  const parameters = { type: 'object', properties: {}, required: [], additionalProperties: false };
  return { type: 'function' as const, name, strict: true, parameters };
}

function outputOf(call_id = '') {
  const output = '{"found":0,"listings":[]}';
  return { type: 'function_call_output' as const, call_id, output };
}

async function openWorld() {
  const phrasebook = createPhrasebook();
  const openai = await createOpenAiStandIn({
    answerTo,
    phrasebook,
    latencies: { firstTokenMs: 0 },
  });
  const client = new OpenAI({ apiKey: 'sk-test', baseURL: openai.baseUrl, maxRetries: 0 });
  return { openai, client, [Symbol.asyncDispose]: () => openai[Symbol.asyncDispose]() };
}

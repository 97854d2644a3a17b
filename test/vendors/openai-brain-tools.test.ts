import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import type { Answer } from '#local/openai/reply-events.ts';
import { createOpenAiStandIn } from '#local/openai/server.ts';
import { createPhrasebook } from '#local/phrasebook/phrasebook.ts';
import { answerTo } from '#local/rule-agent/rules.ts';
import { type OpenAiBrainOptions, openaiBrain } from '#shared/adapters/openai/brain/brain.ts';
import type { Line } from '#shared/domain/calls/dialogue.ts';
import { DeadlineExceeded, VendorFailed } from '#shared/errors.ts';
import type { Question, Toolbox } from '#shared/ports/speech.ts';
import { silenceLog } from '../doors/log.ts';
import { expiredDeadline } from './expired-deadline.ts';
import { openScriptedModel } from './scripted-model.ts';
import { signal } from './signal.ts';

const DIALOGUE: readonly Line[] = [
  { speaker: 'caller', text: 'דירת שלושה חדרים להשכרה בתל אביב עד תשעת אלפים שקל' },
];
const HOME = { id: 'A1', deal: 'rent', city: 'תל אביב', street: 'הרצל 5', rooms: 3 };
const FOUND = JSON.stringify({ found: 1, listings: [{ ...HOME, price_ils: 7_000 }] });
const TOLD =
  'אני בודקת רגע.\nיש דירת שלושה חדרים ברחוב הרצל 5, ב-7,000 שקל לחודש. רוצים לקבוע ביקור?';
const CALL = { name: 'search_listings', arguments: '{"deal":"rent"}' };

let logged: readonly string[];
beforeEach(() => {
  logged = silenceLog();
});

test('offers the tools strictly, tells what is known, and gives the model what came of its call', async () => {
  await using world = await openWorld();
  const { heard } = await world.listen({ briefing: 'עכשיו יום שני', toolbox: world.toolbox() });
  expect(heard).toBe(TOLD);
  expect(world.used).toEqual([
    {
      name: 'search_listings',
      arguments: expect.objectContaining({ deal: 'rent', city: 'תל אביב', price_max_ils: 9_000 }),
    },
  ]);
  const [first, second] = world.openai.requests.map(({ fields }) => fields);
  expect(first).toMatchObject({
    tools: [{ type: 'function', name: 'search_listings', strict: true, parameters: SCHEMA }],
    tool_choice: 'auto',
    parallel_tool_calls: false,
  });
  const input = [
    { role: 'developer', content: 'עכשיו יום שני' },
    { role: 'user', content: DIALOGUE[0]?.text },
  ];
  expect(first?.['input']).toEqual(input);
  expect(second?.['input']).toEqual([
    ...input,
    { role: 'assistant', content: 'אני בודקת רגע.' },
    expect.objectContaining({ type: 'function_call', name: 'search_listings' }),
    expect.objectContaining({ type: 'function_call_output', output: FOUND }),
  ]);
});

test('lets the words before a call be heard while the tool is at work', async () => {
  await using world = await openWorld();
  const heardBefore = Promise.withResolvers<string>();
  let heard = '';
  const toolbox = world.toolbox(async () => {
    await heardBefore.promise;
    return FOUND;
  });
  for await (const words of world.brain().reply({ dialogue: DIALOGUE, toolbox }, signal())) {
    heard += words;
    if (heard === 'אני בודקת רגע.\n') heardBefore.resolve(heard);
  }
  expect(heard).toBe(TOLD);
});

test('lets the words before a call be heard while the call is still being written', async () => {
  const { promise: isHeard, resolve: hear } = Promise.withResolvers<void>();
  const searching = { say: 'אני בודקת רגע.', call: CALL, callEndsAfter: isHeard };
  await using model = await openScriptedModel(searching, { say: 'יש דירה.' });
  const used: Used[] = [];
  const question = { dialogue: DIALOGUE, toolbox: toolboxOf(used) };
  for await (const words of brainOf(model.baseUrl).reply(question, signal())) {
    if (words === '\n') hear();
  }
  expect(used).toHaveLength(1);
});

test('uses a tool once it is allowed to and no sooner, and counts none of that wait as the tool’s', async () => {
  await using world = await openWorld();
  const asked = Promise.withResolvers<void>();
  const { promise: allowed, resolve: allow } = Promise.withResolvers<void>();
  const toolbox = {
    ...world.toolbox(),
    get allowed() {
      asked.resolve();
      return allowed;
    },
  };
  const listening = world.listen({ toolbox }, { tool: 300 });
  await asked.promise;
  await expiredDeadline(300);
  expect(world.used).toEqual([]);
  allow();
  expect((await listening).heard).toBe(TOLD);
  expect(world.used).toHaveLength(1);
});

test('gives up a tool that is late, says so to the model, and goes on', async () => {
  await using world = await openWorld();
  let left: AbortSignal | undefined;
  const toolbox = world.toolbox((_, ended) => {
    left = ended;
    return new Promise(() => {});
  });
  const { heard } = await world.listen({ toolbox }, { tool: 50 });
  expect(heard).toContain('סליחה, זה לא הסתדר כרגע.');
  expect(left?.aborted).toBe(true);
  expect(world.resultsGiven()).toEqual([{ error: expect.stringMatching(/^No answer in time/) }]);
});

test.for<[string, Toolbox['use']]>([
  ['rejects', () => Promise.reject(new Error('a bug'))],
  [
    'throws',
    () => {
      throw new Error('a bug');
    },
  ],
])('a tool that %s is a result that the model can speak of', async ([_, use]) => {
  await using world = await openWorld();
  const { heard } = await world.listen({ toolbox: world.toolbox(use) });
  expect(heard).toContain('סליחה, זה לא הסתדר כרגע.');
  expect(world.resultsGiven()).toEqual([{ error: expect.stringMatching(/^This did not work/) }]);
});

test('throws, and calls the tool off, when the caller interrupts it', async () => {
  await using world = await openWorld();
  const interruption = new AbortController();
  let left: AbortSignal | undefined;
  const toolbox = world.toolbox((_, ended) => {
    left = ended;
    queueMicrotask(() => interruption.abort());
    return new Promise(() => {});
  });
  const reply = world.brain().reply({ dialogue: DIALOGUE, toolbox }, interruption.signal);
  await expect(Array.fromAsync(reply)).rejects.toThrow(
    expect.objectContaining({ name: 'AbortError' }),
  );
  expect(left?.aborted).toBe(true);
  expect(world.openai.requests).toHaveLength(1);
});

test('does not count the time of tools as time of the model', async () => {
  await using world = await openWorld();
  const toolbox = world.toolbox(async () => {
    await expiredDeadline(1_000);
    return FOUND;
  });
  const { heard } = await world.listen({ toolbox }, { wholeReply: 1_000 });
  expect(heard).toBe(TOLD);
});

test('counts the time of the model in all its answers together', async () => {
  await using world = await openWorld();
  world.openai.latencies.firstTokenMs = 300;
  const { failure } = await world.listen({ toolbox: world.toolbox() }, { wholeReply: 550 });
  expect(failure?.message).toBe('openai: nothing within the whole reply deadline of 550 ms');
});

test('asks once more where the model is late after a tool, and uses no tool twice', async () => {
  await using world = await openWorld();
  world.openai.faults.set('reply-after-tool', { kind: 'hang' }, 1);
  const { heard } = await world.listen({ toolbox: world.toolbox() }, { firstWords: 500 });
  expect(heard).toBe(TOLD);
  expect(world.used).toHaveLength(1);
  expect(world.openai.requests).toHaveLength(3);
});

test('a question asked twice uses a tool once', async () => {
  await using world = await openWorld();
  world.openai.latencies.firstTokenMs = 900;
  const { heard } = await world.listen({ toolbox: world.toolbox() }, { firstWords: 600 });
  expect(heard).toBe(TOLD);
  expect(world.openai.requests.length).toBeGreaterThan(2);
  expect(world.used).toHaveLength(1);
});

test.for<[string, Answer | readonly Answer[], RegExp]>([
  ['a tool that does not exist', { call: { ...CALL, name: 'drop_tables' } }, /no such tool/],
  ['arguments that are no JSON', { call: { ...CALL, arguments: '{"deal"' } }, /not a JSON object/],
  ['arguments that are a list', { call: { ...CALL, arguments: '[]' } }, /not a JSON object/],
  [
    'arguments without end',
    { call: { ...CALL, arguments: `{"notes":"${'א'.repeat(5_000)}"}` } },
    /too long/,
  ],
])('%s is refused to the model, and nothing is done', async ([_, answer, reason]) => {
  await using model = await openScriptedModel(answer, { say: 'סליחה, עוד פעם.' });
  const { heard, used } = await listenTo(model.baseUrl);
  expect(heard).toBe('סליחה, עוד פעם.');
  expect(used).toEqual([]);
  const [call, output] = model.asked[1]?.input.slice(-2) ?? [];
  expect(output?.['output']).toMatch(reason);
  expect(String(call?.['arguments']).length).toBeLessThan(5_000);
});

test('of several calls at once the first is done, and the others are refused', async () => {
  const calls = [CALL, CALL, CALL].map((call) => ({ call }));
  await using model = await openScriptedModel(calls, { say: 'יש דירה.' });
  const { heard, used } = await listenTo(model.baseUrl);
  expect(heard).toBe('יש דירה.');
  expect(used).toHaveLength(1);
  const outputs = model.asked[1]?.input.filter(({ type }) => type === 'function_call_output');
  expect(outputs?.map(({ output }) => /one call at a time/.test(String(output)))).toEqual([
    false,
    true,
    true,
  ]);
});

test('makes the model speak after three answers with calls', async () => {
  await using model = await openScriptedModel(
    { call: CALL },
    { call: CALL },
    { call: CALL },
    { say: 'זה מה שיש.', call: CALL },
  );
  const { heard, used } = await listenTo(model.baseUrl);
  expect(heard).toBe('זה מה שיש.');
  expect(used).toHaveLength(3);
  expect(model.asked.map((asked) => asked.tool_choice)).toEqual(['auto', 'auto', 'auto', 'none']);
  expect(model.asked[3]?.tools).toEqual(model.asked[0]?.tools);
});

test('a model that still only calls has failed', async () => {
  await using model = await openScriptedModel({ call: CALL });
  const { failure, used } = await listenTo(model.baseUrl);
  expect(failure?.message).toBe('openai: gave a reply without words');
  expect(used).toHaveLength(3);
});

test('a model that has said goodbye before its call need not say more', async () => {
  await using model = await openScriptedModel({ say: 'להתראות.', call: CALL }, { say: '' });
  expect(await listenTo(model.baseUrl)).toMatchObject({ heard: 'להתראות.\n', failure: undefined });
});

test('without tools nothing is called', async () => {
  await using model = await openScriptedModel({ call: CALL });
  const { failure } = await hear(brainOf(model.baseUrl), {});
  expect(failure).toBeInstanceOf(VendorFailed);
  expect(model.asked[0]).not.toHaveProperty('tools');
});

test('notes which tool took how long, and nothing of what was asked or answered', async () => {
  await using world = await openWorld();
  await world.listen({ toolbox: world.toolbox() });
  await world.listen({ toolbox: world.toolbox(async () => '{"error":"closed"}') });
  const lines = logged.map((line) => JSON.parse(line));
  expect(lines).toEqual([
    expect.objectContaining({ event: 'brain.tool', name: 'search_listings', ok: true }),
    expect.objectContaining({ event: 'brain.tool', name: 'search_listings', ok: false }),
  ]);
  expect(lines[0]).toHaveProperty('tookMs', expect.any(Number));
  expect(logged.join()).not.toMatch(/[א-ת]/);
});

test('a warm connection is the one over which the next question goes', async () => {
  await using model = await openScriptedModel({ say: 'שלום.' });
  const brain = brainOf(model.baseUrl);
  await brain.warm();
  // The connection is free again one turn of the event loop after its answer was read.
  await nextTurn();
  await Array.fromAsync(brain.reply({ dialogue: DIALOGUE }, signal()));
  expect(model.asked).toHaveLength(1);
  expect(model.connections()).toBe(1);
});

test('says why a connection is not warm', async () => {
  await using world = await openWorld();
  world.openai.faults.set('models', { kind: 'status', status: 500 }, 1);
  await expect(world.brain().warm()).rejects.toThrow(VendorFailed);
  world.openai.faults.set('models', { kind: 'hang' }, 1);
  await expect(world.brain({ warm: 50 }).warm()).rejects.toThrow(DeadlineExceeded);
});

const SCHEMA = { type: 'object', properties: {}, required: [], additionalProperties: false };

type Used = { readonly name: string; readonly arguments: unknown };

function toolboxOf(used: Used[], use: Toolbox['use'] = async () => FOUND): Toolbox {
  return {
    tools: [{ name: 'search_listings', description: 'Searches.', parameters: SCHEMA }],
    use(call, ended) {
      used.push({ name: call.name, arguments: JSON.parse(call.arguments) });
      return use(call, ended);
    },
  };
}

function brainOf(baseUrl: string, deadlinesMs: OpenAiBrainOptions['deadlinesMs'] = {}) {
  const models = { transcriptionModel: '', liveTranscriptionModel: '', replyModel: 'gpt-6-luna' };
  const config = { baseUrl, ...models };
  return openaiBrain({ apiKey: 'sk-test', config, instructions: 'ענו בקצרה.', deadlinesMs });
}

/** Reads one reply to its end. */
async function hear(brain: ReturnType<typeof brainOf>, question: Partial<Question>) {
  let heard = '';
  try {
    for await (const words of brain.reply({ dialogue: DIALOGUE, ...question }, signal()))
      heard += words;
  } catch (error) {
    return { heard, failure: error as Error };
  }
  return { heard, failure: undefined };
}

async function listenTo(baseUrl: string) {
  const used: Used[] = [];
  return { used, ...(await hear(brainOf(baseUrl), { toolbox: toolboxOf(used) })) };
}

async function openWorld() {
  const phrasebook = createPhrasebook();
  const openai = await createOpenAiStandIn({
    answerTo,
    phrasebook,
    latencies: { firstTokenMs: 0, tokenMs: 0 },
  });
  const used: Used[] = [];
  const brain = (deadlinesMs?: OpenAiBrainOptions['deadlinesMs']) =>
    brainOf(openai.baseUrl, deadlinesMs);
  return {
    openai,
    used,
    brain,
    toolbox: (use?: Toolbox['use']) => toolboxOf(used, use),
    listen: (question: Partial<Question>, deadlinesMs?: OpenAiBrainOptions['deadlinesMs']) =>
      hear(brain(deadlinesMs), question),
    /** Returns the results of its calls that the model was given. */
    resultsGiven() {
      const input = openai.requests.at(-1)?.fields['input'] as Readonly<Record<string, string>>[];
      return input.flatMap(({ output }) => (output ? JSON.parse(output) : []));
    },
    [Symbol.asyncDispose]: () => openai[Symbol.asyncDispose](),
  };
}

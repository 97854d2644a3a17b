import { beforeEach, expect, test } from 'vitest';
import { createOpenAiStandIn, type OpenAiStandInOptions } from '#local/openai/server.ts';
import { createPhrasebook } from '#local/phrasebook/phrasebook.ts';
import { answerTo } from '#local/rule-agent/rules.ts';
import { type OpenAiBrainOptions, openaiBrain } from '#shared/adapters/openai/brain/brain.ts';
import type { Line } from '#shared/domain/calls/dialogue.ts';
import { DeadlineExceeded, VendorFailed } from '#shared/errors.ts';
import { silenceLog } from '../doors/log.ts';
import { expiredDeadline } from './expired-deadline.ts';
import { signal } from './signal.ts';

const WISH: readonly Line[] = [{ speaker: 'caller', text: 'שלום, אני מחפש דירה להשכרה בתל אביב' }];
const REPLY = 'בשמחה, דירה להשכרה בתל אביב. כמה חדרים מחפשים?';

let logged: readonly string[];
beforeEach(() => {
  logged = silenceLog();
});

test('answers piece by piece', async () => {
  await using world = await openWorld();
  const pieces = await Array.fromAsync(world.brain().reply({ dialogue: WISH }, signal()));
  expect(pieces.join('')).toBe(REPLY);
  expect(pieces.length).toBeGreaterThan(5);
});

test('leads a caller from a first wish to a promise', async () => {
  await using world = await openWorld();
  const dialogue: Line[] = [];
  for (const text of ['שלום, אני מחפש דירה להשכרה בתל אביב', 'שלושה חדרים', 'עד שבעת אלפים שקל']) {
    dialogue.push({ speaker: 'caller', text });
    const pieces = await Array.fromAsync(world.brain().reply({ dialogue }, signal()));
    dialogue.push({ speaker: 'agent', text: pieces.join('') });
  }
  expect(dialogue.filter(({ speaker }) => speaker === 'agent').map(({ text }) => text)).toEqual([
    REPLY,
    'שלושה חדרים, הבנתי. ומה התקציב לחודש?',
    'רשמתי: שלושה חדרים להשכרה בתל אביב, עד שבעת אלפים שקל. רוצים שסוכן יחזור אליכם?',
  ]);
});

test('asks for the quickest, shortest reply, keeps nothing at OpenAI, and sends the first and the last lines', async () => {
  await using world = await openWorld();
  const long = Array.from({ length: 61 }, (_, i): Line => {
    return { speaker: i % 2 === 0 ? 'caller' : 'agent', text: `שורה ${i}` };
  });
  await Array.fromAsync(world.brain().reply({ dialogue: long }, signal()));
  const fields = world.openai.requests[0]?.fields;
  expect(fields).toMatchObject({
    model: 'gpt-6-luna',
    instructions: 'ענו בקצרה.',
    reasoning: { effort: 'none' },
    text: { verbosity: 'low' },
    store: false,
    parallel_tool_calls: false,
    stream_options: { include_obfuscation: false },
  });
  const input = fields?.['input'] as { role: string; content: string }[];
  expect(input[0]).toEqual({ role: 'user', content: 'שורה 0' });
  expect(input[8]).toEqual({
    role: 'developer',
    content: expect.stringContaining('(24 lines are left out here.)'),
  });
  expect(input.slice(9).map(({ content }) => content)).toEqual(
    Array.from({ length: 29 }, (_, line) => `שורה ${line + 32}`),
  );
});

test.for([429, 500] as const)(
  'asks again after a %i, and then says that OpenAI answered it',
  async (status) => {
    await using world = await openWorld();
    world.openai.faults.set('reply', { kind: 'status', status });
    const { failure } = await world.listen();
    expect(failure).toBeInstanceOf(VendorFailed);
    expect(failure?.message).toBe(`openai: answered ${status}`);
    expect(world.openai.requests).toHaveLength(2);
  },
);

test('asks once more at once after a failure, and is answered', async () => {
  await using world = await openWorld();
  world.openai.faults.set('reply', { kind: 'status', status: 500 }, 1);
  expect(await world.listen()).toEqual({ heard: REPLY, failure: undefined });
  expect(world.hedges()).toEqual(['failed']);
});

test('leaves OpenAI alone for as long as it asks to be', async () => {
  await using world = await openWorld();
  const limited = { kind: 'status', status: 429, retryAfterMs: 200 } as const;
  world.openai.faults.set('reply', limited, 1);
  const since = performance.now();
  expect(await world.listen()).toMatchObject({ heard: REPLY });
  expect(performance.now() - since).toBeGreaterThanOrEqual(200);
});

test('asks again at the latest when the first words are late, however long it is told to wait', async () => {
  await using world = await openWorld();
  const limited = { kind: 'status', status: 429, retryAfterMs: 60_000 } as const;
  world.openai.faults.set('reply', limited, 1);
  expect(await world.listen({ firstWords: 500 })).toMatchObject({ heard: REPLY });
});

test('does not ask again what is refused for good', async () => {
  await using world = await openWorld();
  const loose = { name: 'search', description: '', parameters: { type: 'object' } };
  const toolbox = { tools: [loose], use: async () => '{}' };
  const reply = world.brain().reply({ dialogue: WISH, toolbox }, signal());
  await expect(Array.fromAsync(reply)).rejects.toThrow('openai: answered 400');
  expect(world.openai.requests).toHaveLength(1);
  expect(world.hedges()).toEqual([]);
});

test('asks once more when the first words are late, reads the answer that speaks, and leaves the other', async () => {
  await using world = await openWorld();
  world.openai.faults.set('reply', { kind: 'hang' }, 1);
  expect(await world.listen({ firstWords: 500 })).toMatchObject({ heard: REPLY });
  expect(world.hedges()).toEqual(['late']);
  await expect
    .poll(() => world.openai.requests.map(({ abandoned }) => abandoned))
    .toEqual([true, false]);
});

test('hears the first answer to its end where that speaks first after all', async () => {
  await using world = await openWorld({ firstTokenMs: 1_200 });
  const hearing = world.listen({ firstWords: 800 });
  await expect.poll(() => world.openai.requests.length).toBe(1);
  world.openai.latencies.firstTokenMs = 60_000;
  expect(await hearing).toEqual({ heard: REPLY, failure: undefined });
  await expect
    .poll(() => world.openai.requests.map(({ abandoned }) => abandoned))
    .toEqual([false, true]);
});

test('gives up an answer that does not begin', async () => {
  await using world = await openWorld();
  world.openai.faults.set('reply', { kind: 'hang' });
  const { failure } = await world.listen({ firstWords: 150 });
  expect(failure).toBeInstanceOf(DeadlineExceeded);
  expect(failure?.message).toBe('openai: nothing within the first words deadline of 150 ms');
  await expect
    .poll(() => world.openai.requests.map(({ abandoned }) => abandoned))
    .toEqual([true, true]);
});

test('gives up an answer that begins without words', async () => {
  await using world = await openWorld({ firstTokenMs: 60_000 });
  const { failure } = await world.listen({ firstWords: 60 });
  expect(failure).toBeInstanceOf(DeadlineExceeded);
  expect(failure?.message).toBe('openai: nothing within the first words deadline of 60 ms');
  await expect.poll(() => world.openai.requests[0]?.abandoned).toBe(true);
});

test('gives up a reply that stops in the middle, after its first words', async () => {
  await using world = await openWorld();
  world.openai.faults.set('reply', { kind: 'hang-midway' });
  const { heard, failure } = await world.listen({ nextWords: 60 });
  expect(heard).toBe('בשמח');
  expect(failure).toBeInstanceOf(DeadlineExceeded);
  expect(failure?.message).toBe('openai: nothing within the next words deadline of 60 ms');
  await expect.poll(() => world.openai.requests[0]?.abandoned).toBe(true);
});

test('gives up a reply that goes on for too long', async () => {
  await using world = await openWorld();
  world.openai.faults.set('reply', { kind: 'hang-midway' });
  const { heard, failure } = await world.listen({ wholeReply: 300 });
  expect(heard).toBe('בשמח');
  expect(failure?.message).toBe('openai: nothing within the whole reply deadline of 300 ms');
});

test.for(['drop', 'garbage', 'failed'] as const)(
  'tells a reply that ends in a %s from a whole one',
  async (kind) => {
    await using world = await openWorld();
    world.openai.faults.set('reply', { kind });
    const { failure } = await world.listen();
    expect(failure).toBeInstanceOf(VendorFailed);
    expect(`${failure} ${failure?.cause}`).not.toMatch(/html|[א-ת]/);
  },
);

test('accepts a reply that ran out of tokens', async () => {
  await using world = await openWorld();
  world.openai.faults.set('reply', { kind: 'incomplete' });
  expect(await world.listen()).toEqual({ heard: REPLY, failure: undefined });
});

test('throws, and leaves OpenAI, when the caller interrupts', async () => {
  await using world = await openWorld();
  world.openai.faults.set('reply', { kind: 'hang-midway' });
  const interruption = new AbortController();
  const reply = world
    .brain()
    .reply({ dialogue: WISH }, interruption.signal)
    [Symbol.asyncIterator]();
  expect(await reply.next()).toEqual({ done: false, value: 'בשמח' });
  const next = reply.next();
  interruption.abort();
  await expect(next).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  await expect.poll(() => world.openai.requests[0]?.abandoned).toBe(true);
});

test('leaves OpenAI when the caller interrupts before the first words', async () => {
  await using world = await openWorld({ firstTokenMs: 60_000 });
  const interruption = new AbortController();
  const reply = world
    .brain()
    .reply({ dialogue: WISH }, interruption.signal)
    [Symbol.asyncIterator]();
  const next = reply.next();
  await expect.poll(() => world.openai.requests.length).toBe(1);
  interruption.abort();
  await expect(next).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  await expect.poll(() => world.openai.requests[0]?.abandoned).toBe(true);
});

test('does not count the time in which its words are not fetched', async () => {
  await using world = await openWorld();
  let heard = '';
  for await (const words of world.brain({ nextWords: 500 }).reply({ dialogue: WISH }, signal())) {
    if (heard === '') await expiredDeadline(500);
    heard += words;
  }
  expect(heard).toBe(REPLY);
});

test('asks nothing for a caller who has gone already', async () => {
  await using world = await openWorld();
  const reply = Array.fromAsync(world.brain().reply({ dialogue: WISH }, AbortSignal.abort()));
  await expect(reply).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  expect(world.openai.requests).toHaveLength(0);
});

test('leaves OpenAI when the rest of the reply is not wanted', async () => {
  await using world = await openWorld();
  world.openai.faults.set('reply', { kind: 'hang-midway' });
  for await (const words of world.brain().reply({ dialogue: WISH }, signal())) {
    expect(words).toBe('בשמח');
    break;
  }
  await expect.poll(() => world.openai.requests[0]?.abandoned).toBe(true);
});

async function openWorld(latencies: OpenAiStandInOptions['latencies'] = { firstTokenMs: 0 }) {
  const phrasebook = createPhrasebook();
  const openai = await createOpenAiStandIn({ answerTo, phrasebook, latencies });
  const config = {
    baseUrl: openai.baseUrl,
    transcriptionModel: '',
    liveTranscriptionModel: '',
    replyModel: 'gpt-6-luna',
  };
  const brain = (deadlinesMs: OpenAiBrainOptions['deadlinesMs'] = {}) =>
    openaiBrain({ apiKey: 'sk-test', config, instructions: 'ענו בקצרה.', deadlinesMs });
  return {
    openai,
    brain,
    /** Returns the reasons for which OpenAI was asked a second time. */
    hedges: () =>
      logged
        .map((line) => JSON.parse(line))
        .flatMap(({ event, reason }) => (event === 'brain.hedged' ? reason : [])),
    async listen(deadlinesMs?: OpenAiBrainOptions['deadlinesMs']) {
      let heard = '';
      let failure: Error | undefined;
      try {
        for await (const words of brain(deadlinesMs).reply({ dialogue: WISH }, signal()))
          heard += words;
      } catch (error) {
        failure = error as Error;
      }
      return { heard, failure };
    },
    [Symbol.asyncDispose]: () => openai[Symbol.asyncDispose](),
  };
}

import { beforeEach, expect, test } from 'vitest';
import type { Event } from '#media-service/conversation/events.ts';
import { createThinking, type Thinking } from '#media-service/thinking/thinking.ts';
import type { ToolTurn } from '#shared/agent/tools/tool.ts';
import type { CallLog } from '#shared/domain/calls/call-log.ts';
import type { Lead } from '#shared/domain/office/lead.ts';
import type { Question } from '#shared/ports/speech.ts';
import { silenceLog } from '../doors/log.ts';
import { officeOf } from '../office/office-of.ts';
import { peopleOf } from '../office/people-of.ts';

type Standing = Partial<CallLog> | Error | undefined;

const stream = { callSid: 'CA1', gen: 2, streamSid: 'MZ1', holder: 'us' };
const call = {
  control: 'stream',
  gen: 2,
  stream_holder: 'us',
  from_number: '+972501234567',
  contact: '+972501234567',
};

beforeEach(() => void silenceLog());

/** Generates one reply for a given call row and lead. The store returns the given rows one by one, then always the last. */
async function think(
  said: Standing | readonly Standing[],
  lead: Promise<Partial<Lead>>,
  { beforehand = () => {} }: { beforehand?: (thinking: Thinking) => unknown } = {},
) {
  const standings = [said].flat();
  const { signal } = new AbortController();
  const events: Event[] = [];
  const questions: Question[] = [];
  const turns: ToolTurn[] = [];
  const brain = {
    async *reply(question: Question) {
      questions.push(question);
      await question.toolbox?.use({ name: 'end_call', arguments: '{}' }, signal);
      yield 'להתראות.';
    },
    warm: async () => {},
  };
  const thinking = createThinking(
    {
      brain,
      calls: {
        find: async () => {
          const standing = standings.length > 1 ? standings.shift() : standings[0];
          if (standing instanceof Error) throw standing;
          return standing as CallLog;
        },
      },
      memory: {
        leads: { find: () => lead as Promise<Lead> },
        viewings: { ofContact: async () => [] },
        tasks: { ofContact: async () => [] },
        interactions: { recent: async () => [] },
        listings: { find: async () => undefined },
      },
      openToolbox(turn) {
        turns.push(turn);
        const use = async () => {
          turn.end?.('goodbye');
          return '{}';
        };
        return { tools: [], use };
      },
      officeAnswers: () => true,
      brokers: peopleOf(),
      tellsOffice: true,
      office: officeOf({ fee_sentence: 'חודש שכירות.' }),
    },
    stream,
    (event) => events.push(event),
  );
  const allowed = Promise.resolve();
  const request = { turn: 3, dialogue: [], allowed };
  await beforehand(thinking);
  const answer = await Array.fromAsync(thinking.reply(request, signal));
  return { said: answer, events, question: questions[0], turn: turns[0], allowed };
}
const unknown = Promise.resolve({});

test('a reply uses what is known of the contact, and its tools the id of the turn', async () => {
  const lead = Promise.resolve({ name: 'דנה', deal: 'rent', city: 'חיפה' } as const);
  const { said, question, turn } = await think(call as CallLog, lead);
  expect(said).toEqual(['להתראות.']);
  expect(question?.briefing).toContain('דנה');
  expect(question?.briefing).toContain('עמלה: "חודש שכירות."');
  expect(turn).toMatchObject({ id: 'CA1-002-0003', channel: 'phone' });
  expect(await turn?.contact()).toBe('+972501234567');
});

test('tools wait until the turn is over, and their work is emitted as events', async () => {
  const { question, allowed, events } = await think(call as CallLog, unknown);
  expect(question?.toolbox?.allowed).toBe(allowed);
  expect(events).toMatchObject([
    { type: 'tool-started', turn: 3 },
    { type: 'close-requested', turn: 3, intent: 'goodbye' },
    { type: 'tool-ended', turn: 3, notes: ['end_call: done; '] },
  ]);
});

test.each([
  ['held by this stream', {}, true],
  ['that another generation has', { gen: 3 }, false],
  ['that another socket has', { stream_holder: 'them' }, false],
  ['that left its stream', { control: 'fallback' }, false],
] as const)(
  'a tool knows whether the stream holds its call: a call %s',
  async (_, change, isOurs) => {
    const { turn } = await think({ ...call, ...change } as CallLog, unknown);
    expect(await turn?.holdsCall()).toBe(isOurs);
  },
);

test('a caller is answered while the store is down or slow', async () => {
  expect((await think(new Error('away'), unknown)).said).toEqual(['להתראות.']);
  const never = new Promise<Partial<Lead>>(() => {});
  expect((await think(call as CallLog, never)).said).toEqual(['להתראות.']);
});

test.each([
  ['the store is away', new Error('away')],
  ['its row is missing', undefined],
  ['its row has no number', { control: 'stream' } as const],
])('the contact is looked up again when the caller speaks, where %s at first', async (_, first) => {
  const lead = Promise.resolve({ name: 'דנה' });
  const beforehand = async (thinking: Thinking) => {
    await new Promise((resolve) => setImmediate(resolve));
    thinking.prepare();
  };
  const { question, turn } = await think([first, call as CallLog], lead, { beforehand });
  expect(question?.briefing).toContain('דנה');
  expect(await turn?.contact()).toBe('+972501234567');
});

test('a tool looks the contact up again, and does not take an unknown number for a withheld one', async () => {
  const away = new Error('away');
  const { turn } = await think([away, away, call as CallLog], unknown);
  await expect(turn?.contact()).rejects.toThrow('away');
  expect(await turn?.contact()).toBe('+972501234567');
});

test('a caller who withholds the number has no contact', async () => {
  const { contact: _, ...withheld } = { ...call, from_number: '+266696687' };
  const { turn } = await think(withheld as CallLog, unknown);
  expect(await turn?.contact()).toBeUndefined();
});

test('a caller without a number is looked up once, and tools know that there is none', async () => {
  const anonymous = { ...call, from_number: '', contact: undefined };
  // A row has no such column; the type of a call cannot say so.
  const { turn } = await think([anonymous as unknown as CallLog, new Error('away')], unknown);
  expect(await turn?.contact()).toBeUndefined();
});

test('the model is warmed once for many noises', async () => {
  let warmed = 0;
  const thinking = createThinking(
    {
      brain: { reply: () => (async function* () {})(), warm: async () => void warmed++ },
      calls: { find: async () => call as CallLog },
      memory: {
        leads: { find: async () => undefined },
        viewings: { ofContact: async () => [] },
        tasks: { ofContact: async () => [] },
        interactions: { recent: async () => [] },
        listings: { find: async () => undefined },
      },
      openToolbox: () => ({ tools: [], use: async () => '{}' }),
      officeAnswers: () => true,
      brokers: peopleOf(),
      tellsOffice: true,
      office: officeOf(),
    },
    stream,
    () => {},
  );
  for (let noise = 0; noise < 20; noise++) thinking.prepare();
  expect(warmed).toBe(1);
});

import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Answer } from '#local/openai/reply-events.ts';
import { openaiBrain } from '#shared/adapters/openai/brain/brain.ts';
import type { ReplyDeadlinesMs } from '#shared/adapters/openai/brain/clock.ts';
import type { Line } from '#shared/domain/calls/dialogue.ts';
import type { ToolCall } from '#shared/ports/speech.ts';
import { silenceLog } from '../doors/log.ts';
import { openScriptedModel } from './scripted-model.ts';

const SAID: Line = { speaker: 'caller', text: 'כן, ביום ראשון בעשר' };
const PROMISE = 'קבעתי לכם ליום ראשון בעשר.';
const CALL = { name: 'book_viewing', arguments: '{"listing_id":"TA-101"}' };
const BOOKED = '{"booked":true}';

let logged: readonly string[];
beforeEach(() => {
  logged = silenceLog();
});

test('a booking that no tool made is asked about before it is said, and then made', async () => {
  const world = await openWorld({ say: PROMISE }, { call: CALL }, { say: PROMISE });
  expect(await world.listen()).toBe(PROMISE);
  expect(world.used).toEqual([CALL]);
  const [, second] = world.asked;
  expect(JSON.stringify(second?.input)).toContain('were not said');
  expect(JSON.stringify(second?.input)).not.toContain(PROMISE);
  expect(world.counted()).toEqual([]);
});

test('the sentences before a promise are said at once, and not repeated', async () => {
  const world = await openWorld(
    { say: `מצוין, נעים מאוד. ${PROMISE} עוד משהו?` },
    { say: 'איזו דירה?' },
  );
  expect(await world.listen()).toBe('מצוין, נעים מאוד. איזו דירה?');
  const [, second] = world.asked;
  expect(second?.input.slice(-2)).toMatchObject([
    { role: 'assistant', content: 'מצוין, נעים מאוד. ' },
    { role: 'developer' },
  ]);
});

test('a promise that is repeated without a deed is said, and counted without its words', async () => {
  const world = await openWorld({ say: 'נחזור אליכם בהקדם.' });
  expect(await world.listen()).toBe('נחזור אליכם בהקדם.');
  expect(world.asked).toHaveLength(2);
  expect(world.counted()).toEqual(['callback']);
  expect(logged.join()).not.toContain('נחזור');
});

test('words before a call of the same answer wait for what comes of it', async () => {
  const world = await openWorld({ say: PROMISE, call: CALL }, { say: 'עוד משהו?' });
  expect(await world.listen()).toBe(`${PROMISE}\nעוד משהו?`);
  expect(world.asked).toHaveLength(2);
});

test('words before a call that fails are never said', async () => {
  const world = await openWorld({ say: PROMISE, call: CALL }, { say: 'השעה הזאת תפוסה.' });
  world.result = '{"booked":false,"reason":"taken"}';
  expect(await world.listen()).toBe('השעה הזאת תפוסה.');
  expect(world.counted()).toEqual([]);
});

test('a deed of an earlier turn of the call makes its words true', async () => {
  const world = await openWorld({ say: PROMISE });
  const dialogue = [{ ...SAID, notes: ['book_viewing: done; listing_id TA-101'] }, SAID];
  expect(await world.listen({ dialogue })).toBe(PROMISE);
  expect(world.asked).toHaveLength(1);
});

test('a deed of another kind does not', async () => {
  const world = await openWorld({ say: 'ביטלתי את הביקור.' }, { say: 'את זה אבקש מסוכן.' });
  const dialogue = [{ ...SAID, notes: ['book_viewing: done; listing_id TA-101'] }];
  expect(await world.listen({ dialogue })).toBe('את זה אבקש מסוכן.');
});

test('an answer in writing is asked about in the same way', async () => {
  const world = await openWorld({ say: `היי!\n\n${PROMISE}` }, { call: CALL }, { say: PROMISE });
  expect(await world.listen({ isWritten: true })).toBe(`היי!\n\n${PROMISE}`);
  expect(world.used).toEqual([CALL]);
});

test('when the second answer does not come, the first is said and counted', async () => {
  const world = await openWorld({ say: PROMISE }, 'silence');
  expect(await world.listen({ deadlinesMs: { firstWords: 100 } })).toBe(PROMISE);
  expect(world.counted()).toEqual(['booked']);
});

test('an offer passes as it comes', async () => {
  const say = 'אם נוח לכם, נחזור אליכם מחר. לקבוע ביקור ליום ראשון?';
  const world = await openWorld({ say });
  expect(await world.listen()).toBe(say);
  expect(world.asked).toHaveLength(1);
});

async function openWorld(...answers: readonly (Answer | 'silence')[]) {
  const never = new Promise<void>(() => {});
  const model = await openScriptedModel(
    ...answers.map((answer) =>
      answer === 'silence' ? { call: CALL, beginsAfter: never } : answer,
    ),
  );
  onTestFinished(() => model[Symbol.asyncDispose]());
  const config = {
    baseUrl: model.baseUrl,
    transcriptionModel: '',
    liveTranscriptionModel: '',
    replyModel: 'gpt-6-luna',
  };
  const used: ToolCall[] = [];
  const parameters = { type: 'object', properties: {}, required: [], additionalProperties: false };
  const world = {
    asked: model.asked,
    used,
    result: BOOKED,
    counted: () =>
      logged
        .map((line): Record<string, unknown> => JSON.parse(line))
        .flatMap((line) => (line['PromisesUnkept'] ? line['reason'] : [])),
    async listen({
      dialogue = [SAID],
      isWritten = false,
      deadlinesMs = {},
    }: {
      dialogue?: readonly Line[];
      isWritten?: boolean;
      deadlinesMs?: Partial<ReplyDeadlinesMs>;
    } = {}) {
      const brain = openaiBrain({
        ...{ apiKey: 'sk-test', config, instructions: '', isWritten },
        deadlinesMs,
      });
      const toolbox = {
        tools: [{ name: 'book_viewing', description: 'Books.', parameters }],
        use: async (call: ToolCall) => {
          used.push(call);
          return world.result;
        },
      };
      const { signal } = new AbortController();
      return (await Array.fromAsync(brain.reply({ dialogue, toolbox }, signal))).join('');
    },
  };
  return world;
}

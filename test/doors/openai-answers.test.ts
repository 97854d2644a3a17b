import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openaiBrain } from '#shared/adapters/openai/brain/brain.ts';
import { openaiTranscriber } from '#shared/adapters/openai/transcriber.ts';
import { VendorFailed } from '#shared/errors.ts';
import { signal } from '../vendors/signal.ts';
import { expectNoCrashes } from './crashes.ts';
import { oddAnswer, openOddVendor } from './http-answers.ts';
import { silenceLog } from './log.ts';

const NUM_RUNS = 60;
/** An answer that is left open is given up as soon as the property allows it. */
const DEADLINE_MS = 50;
const deadlinesMs = {
  firstWords: DEADLINE_MS,
  nextWords: DEADLINE_MS,
  wholeReply: 4 * DEADLINE_MS,
};

expectNoCrashes();
beforeEach(() => void silenceLog());
let openai: Awaited<ReturnType<typeof openOddVendor>>;
beforeAll(async () => {
  openai = await openOddVendor();
});
afterAll(() => openai[Symbol.asyncDispose]());

const options = () => ({
  apiKey: 'sk-any',
  config: {
    baseUrl: `${openai.url}/v1`,
    transcriptionModel: 'any',
    liveTranscriptionModel: 'any',
    replyModel: 'any',
  },
});
const toolbox = {
  tools: [{ name: 'search', description: '', parameters: {} }],
  use: async () => '{}',
};

/** An event of a reply, with valid or arbitrary content. */
const event = fc
  .record(
    {
      type: fc.constantFrom(
        'response.created',
        'response.output_text.delta',
        'response.output_text.delta',
        'response.output_text.delta',
        'response.output_item.added',
        'response.function_call_arguments.delta',
        'response.output_item.done',
        'response.output_item.done',
        'response.completed',
        'response.incomplete',
        'response.failed',
        'error',
        'unknown',
      ),
      delta: fc.oneof(fc.string(), fc.constant('שלום, איך אפשר לעזור?')),
      response: fc.oneof(
        fc.constant({ incomplete_details: { reason: 'max_output_tokens' } }),
        fc.jsonValue(),
      ),
      code: fc.jsonValue(),
      item: fc.oneof(
        fc.constant({ type: 'function_call', call_id: '1', name: 'search', arguments: '{}' }),
        fc.record({
          type: fc.constant('function_call'),
          call_id: fc.oneof(fc.string(), fc.jsonValue()),
          name: fc.oneof(fc.constant('search'), fc.jsonValue()),
          arguments: fc.oneof(fc.json(), fc.string(), fc.jsonValue()),
        }),
        fc.jsonValue(),
      ),
    },
    { requiredKeys: ['type'] },
  )
  .map((fields) => `event: ${fields.type}\ndata: ${JSON.stringify(fields)}\n\n`);

const events = fc
  .array(
    fc.oneof(
      { arbitrary: event, weight: 8 },
      fc.constantFrom('data: [DONE]\n\n', 'data: {\n\n', ': a comment\n\n', 'data:\n\n', '\r\n'),
      fc.json().map((json) => `data: ${json}\n\n`),
      fc.string({ unit: 'binary' }),
    ),
    { maxLength: 12 },
  )
  .map((all) => all.join(''));

describe('whatever OpenAI answers', () => {
  test('a reply is words, or the failure of OpenAI', async () => {
    const brain = openaiBrain({ ...options(), instructions: '', deadlinesMs });
    const isWordsOrFailure = async (answer: Parameters<typeof openai.answerWith>[0]) => {
      openai.answerWith(answer);
      try {
        for await (const words of brain.reply(
          { dialogue: [{ speaker: 'caller', text: 'שלום' }], toolbox },
          signal(),
        )) {
          expect(words).toEqual(expect.any(String));
        }
      } catch (error) {
        expect(error).toBeInstanceOf(VendorFailed);
      }
    };
    await fc.assert(fc.asyncProperty(oddAnswer(events), isWordsOrFailure), { numRuns: NUM_RUNS });
  });

  test('a transcript is a text, or the failure of OpenAI', async () => {
    const transcriber = openaiTranscriber({ ...options(), deadlineMs: DEADLINE_MS });
    const bodies = fc
      .record({ text: fc.oneof(fc.string(), fc.jsonValue()) })
      .map((body) => JSON.stringify(body));
    const isTextOrFailure = async (answer: Parameters<typeof openai.answerWith>[0]) => {
      openai.answerWith(answer);
      try {
        const text = await transcriber.transcribe(new Uint8Array(44), signal());
        expect(text).toEqual(expect.any(String));
      } catch (error) {
        expect(error).toBeInstanceOf(VendorFailed);
      }
    };
    await fc.assert(fc.asyncProperty(oddAnswer(bodies), isTextOrFailure), { numRuns: NUM_RUNS });
  });
});

import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Answer } from '#local/openai/reply-events.ts';
import type { Asked } from '#local/openai/reply-request.ts';
import { createOpenAiStandIn } from '#local/openai/server.ts';
import { createPhrasebook } from '#local/phrasebook/phrasebook.ts';
import { openaiBrain } from '#shared/adapters/openai/brain/brain.ts';
import { REFUSAL_TEXT } from '#shared/agent/refusal.ts';
import { VendorFailed } from '#shared/errors.ts';
import type { Toolbox } from '#shared/ports/speech.ts';
import { silenceLog } from '../doors/log.ts';

/** A home as the agent writes it, in a line of its own. */
const HOME = 'ברחוב הרצל 12 בחיפה, 3.5 חדרים בקומה שנייה עם מעלית ומרפסת, מחיר 8,900 שקל לחודש';

let logged: readonly string[];
beforeEach(() => {
  logged = silenceLog();
});

describe('a model that refuses', () => {
  test('has the agent say so politely in its own words', async () => {
    const world = await openWorld({ say: 'לא נאמר' });
    world.openai.faults.set('reply', { kind: 'refusal' });
    expect(await world.listen()).toEqual({ heard: REFUSAL_TEXT, failure: undefined });
    expect(logged.join()).toContain('brain.refused');
    expect(logged.join()).not.toContain('sorry');
  });

  test('is asked once', async () => {
    const world = await openWorld({ say: 'לא נאמר' });
    world.openai.faults.set('reply', { kind: 'refusal' });
    await world.listen();
    expect(world.openai.requests).toHaveLength(1);
  });
});

describe('a model that runs out of tokens', () => {
  test('is asked again if it was writing a tool call, and may then write more', async () => {
    const call = { name: 'search', arguments: JSON.stringify({ notes: 'הערה '.repeat(200) }) };
    const world = await openWorld(({ used, briefing }) => {
      if (used.length > 0) return { say: 'יש דירה.' };
      return briefing.includes('too long') ? { call } : { say: 'אני בודקת רגע.', call };
    });
    const { heard, failure } = await world.listen();
    expect(failure).toBeUndefined();
    expect(heard).toBe('אני בודקת רגע.\nיש דירה.');
    expect(world.used).toEqual([call]);
    expect(world.openai.requests).toHaveLength(3);
    expect(logged.join()).toContain('brain.call-cut');
  });

  test('has failed if its tool call is too long for the second time', async () => {
    const notes = 'הערה '.repeat(800);
    const world = await openWorld({
      call: { name: 'search', arguments: JSON.stringify({ notes }) },
    });
    const { heard, failure } = await world.listen();
    expect(heard).toBe('');
    expect(failure).toBeInstanceOf(VendorFailed);
    expect(failure?.message).toBe('openai: left its reply incomplete');
    expect(world.used).toEqual([]);
    expect(world.openai.requests).toHaveLength(2);
  });

  test('is heard as far as it came on the phone', async () => {
    const say = `${HOME}. `.repeat(20);
    const { heard, failure } = await (await openWorld({ say })).listen();
    expect(failure).toBeUndefined();
    expect(heard.length).toBeGreaterThan(500);
    expect(say.startsWith(heard)).toBe(true);
  });

  test('may write more than it may say', async () => {
    const say = Array(10).fill(`${HOME}.`).join('\n');
    const { heard } = await (await openWorld({ say })).listen({ isWritten: true });
    expect(heard).toBe(say);
  });

  test.for([
    ['sentence', `${HOME}. `],
    ['line', `${HOME}\n`],
  ] as const)('ends what it writes at the last whole %s', async ([, piece]) => {
    const say = piece.repeat(40);
    const { heard, failure } = await (await openWorld({ say })).listen({ isWritten: true });
    expect(failure).toBeUndefined();
    expect(heard.length).toBeGreaterThan(1_000);
    expect(`${heard}${piece.at(-1)}`.replaceAll(piece, '')).toBe('');
  });
});

/** Opens a model that gives one answer, and runs out of tokens like any other. */
async function openWorld(answer: Answer | ((asked: Asked) => Answer)) {
  const openai = await createOpenAiStandIn({
    answerTo: typeof answer === 'function' ? answer : () => answer,
    phrasebook: createPhrasebook(),
    latencies: { firstTokenMs: 0, tokenMs: 0 },
  });
  onTestFinished(() => openai[Symbol.asyncDispose]());
  const config = {
    baseUrl: openai.baseUrl,
    transcriptionModel: '',
    liveTranscriptionModel: '',
    replyModel: 'gpt-6-luna',
  };
  const used: unknown[] = [];
  const parameters = { type: 'object', properties: {}, required: [], additionalProperties: false };
  const toolbox: Toolbox = {
    tools: [{ name: 'search', description: 'Searches.', parameters }],
    use: async (call) => {
      used.push(call);
      return '{}';
    },
  };
  return {
    openai,
    used,
    async listen({ isWritten = false } = {}) {
      const brain = openaiBrain({ apiKey: 'sk-test', config, instructions: '', isWritten });
      let heard = '';
      try {
        const question = { dialogue: [{ speaker: 'caller', text: 'שלום' }], toolbox } as const;
        for await (const words of brain.reply(question, new AbortController().signal))
          heard += words;
      } catch (error) {
        return { heard, failure: error as Error };
      }
      return { heard, failure: undefined };
    },
  };
}

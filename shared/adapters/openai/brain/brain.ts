import type { ResponseInputItem } from 'openai/resources/responses/responses';
import { type ApiKey, openaiClient, toOpenAiFailure } from '#shared/adapters/openai/client.ts';
import { deedOf, isDone, toolsDone } from '#shared/agent/dialogue/tool-notes.ts';
import { type PromiseGate, promiseGate } from '#shared/agent/promises/promise-gate.ts';
import type { OpenAiConfig } from '#shared/config/vendors.ts';
import { inTime } from '#shared/deadlines.ts';
import { VendorFailed } from '#shared/errors.ts';
import { log } from '#shared/log.ts';
import type { Brain, Question } from '#shared/ports/speech.ts';
import { wellFormed } from '#shared/well-formed.ts';
import { type Heard, wordsOf } from './answer-words.ts';
import { type ModelClock, modelClock, REPLY_DEADLINES_MS, type ReplyDeadlinesMs } from './clock.ts';
import { type Expected, type Piece, piecesOf } from './events.ts';
import { hedged } from './hedge.ts';
import { logRemark, REMARKS, type Remark, remarkOn } from './remarks.ts';
import { type RequestOptions, SPOKEN_TOKENS, toRequest, WRITTEN_TOKENS } from './request.ts';
import { type Used, useTools } from './tools.ts';
import { wholeSentences } from './whole-sentences.ts';

/** The most answers with tool calls; then the model must speak, because the caller is waiting. */
const MAX_HOPS = 3;

/** Follows the words of an answer that ran out of tokens. */
const CUT = Symbol('cut');
const END = { type: 'end' } as const;

export type OpenAiBrainOptions = {
  readonly apiKey: ApiKey;
  readonly config: OpenAiConfig;
  readonly instructions: string;
  /** Whether its replies are read: longer, in one piece, and cut off only behind a whole sentence. */
  readonly isWritten?: boolean;
  readonly deadlinesMs?: Partial<ReplyDeadlinesMs>;
};

/** Thinks through OpenAI's Responses API, streaming, with tools, set for the least wait. */
export function openaiBrain({
  apiKey,
  config,
  instructions,
  isWritten = false,
  ...options
}: OpenAiBrainOptions): Brain {
  const maxOutputTokens = isWritten ? WRITTEN_TOKENS : SPOKEN_TOKENS;
  const client = openaiClient(apiKey, config);
  const deadlinesMs = { ...REPLY_DEADLINES_MS, ...options.deadlinesMs };

  /** Asks once. The hedge is the only retry: a second one inside the client would add up. */
  async function* ask(
    {
      maxTokens,
      ...request
    }: Pick<RequestOptions, 'question' | 'steps' | 'mayCall'> & {
      readonly maxTokens: number;
    },
    expected: Expected,
    signal: AbortSignal,
  ): AsyncGenerator<Piece> {
    const body = toRequest({
      model: config.replyModel,
      instructions,
      maxOutputTokens: maxTokens,
      ...request,
    });
    yield* piecesOf(
      await client.responses.create(wellFormed(body), { signal, maxRetries: 0 }),
      expected,
    );
  }

  /** Asks once more, yields the words of the answer, and returns the next step. */
  async function* answer(
    question: Question,
    { steps, done, remarks, withheld, mustSpeak }: Thought,
    { hop, clock, signal }: { hop: number; clock: ModelClock; signal: AbortSignal },
  ): AsyncGenerator<string | typeof CUT, NextStep> {
    const { toolbox } = question;
    const mayCall = toolbox !== undefined && hop <= MAX_HOPS + remarks.size;
    const maxTokens = remarks.has('cut-call') ? WRITTEN_TOKENS : maxOutputTokens;
    const gate = promiseGate(() => done);
    const heard: Heard = { said: '', calls: [], end: 'whole' };
    const pieces = hedged(
      (left) => ask({ question, steps, mayCall, maxTokens }, { mayCall, mustSpeak }, left),
      clock,
    );
    try {
      // Without tools, no deed could follow a promise.
      yield* wordsOf(pieces, { gate, holdsPromises: toolbox !== undefined }, heard);
    } catch (error) {
      if (!withheld || heard.said || signal.aborted) throw error;
      // No better answer came in time: the caller hears the first one.
      yield unproven(withheld);
      return END;
    }

    const { said, calls, end } = heard;
    const promised = gate.unkept();
    if (toolbox && calls.length > 0) {
      const used = await useTools(calls, { toolbox, limitMs: deadlinesMs.tool }, signal);
      done.push(
        ...used.flatMap(({ call, result }) => (isDone(result) ? deedOf(call.name, result) : [])),
      );
      // The tool made the words true, so they follow now. Otherwise they were never said.
      const kept = promised.length > 0 && gate.unkept().length === 0 ? gate.release() : '';
      if (kept) yield `${kept}\n`;
      return { type: 'tools', said: said + kept, used };
    }
    const remark = remarkOn(end, mayCall ? promised : []);
    if (remark && !remarks.has(remark)) {
      logRemark(remark, promised);
      return { type: 'remark', said, remark, gate };
    }
    if (end === 'cut-call') throw new VendorFailed('openai', 'left its reply incomplete');
    if (promised.length > 0) yield unproven(gate);
    if (end === 'cut') yield CUT;
    return END;
  }

  async function* think(question: Question, signal: AbortSignal) {
    signal.throwIfAborted();
    using clock = modelClock(deadlinesMs, signal);
    const done = toolsDone(question.dialogue.flatMap(({ notes = [] }) => notes));
    let thought: Thought = { steps: [], done, remarks: new Set(), mustSpeak: true };
    try {
      for (let hop = 1; ; hop++) {
        const next = yield* answer(question, thought, { hop, clock, signal });
        if (next.type === 'end') return;
        thought = next.type === 'tools' ? afterTools(thought, next) : afterRemark(thought, next);
      }
    } catch (error) {
      clock.signal.throwIfAborted();
      throw toOpenAiFailure(error);
    }
  }

  return {
    async *reply(question, signal) {
      let written = '';
      for await (const piece of think(question, signal)) {
        if (isWritten) written = piece === CUT ? wholeSentences(written) : written + piece;
        else if (piece !== CUT) yield piece;
      }
      if (written) yield written;
    },
    async warm() {
      const timeout = deadlinesMs.warm;
      const connected = client.models.retrieve(config.replyModel, { maxRetries: 0, timeout });
      await inTime('openai', { name: 'warm', ms: timeout }, connected).catch((error: unknown) => {
        throw toOpenAiFailure(error);
      });
    },
  };
}

/** The state of a reply between two answers of the model. */
type Thought = {
  /** The words and deeds so far, for the next question. */
  readonly steps: readonly ResponseInputItem[];
  /** The tools that did their work; grows while an answer is heard. */
  readonly done: string[];
  /** Each remark on an answer is made once, so that a model which repeats itself ends too. */
  readonly remarks: ReadonlySet<Remark>;
  /** Words that wait for the answer to a remark on them. */
  readonly withheld?: PromiseGate | undefined;
  /** Whether the caller has heard nothing yet. */
  readonly mustSpeak: boolean;
};

/** The next step after an answer, and its words that were passed on. */
type NextStep =
  | { readonly type: 'tools'; readonly said: string; readonly used: readonly Used[] }
  | {
      readonly type: 'remark';
      readonly said: string;
      readonly remark: Remark;
      readonly gate: PromiseGate;
    }
  | typeof END;

type StepOf<Type> = Extract<NextStep, { readonly type: Type }>;

function afterTools(thought: Thought, { said, used }: StepOf<'tools'>): Thought {
  const steps = [...thought.steps, ...toSaid(said), ...used.flatMap(toItems)];
  return { ...thought, steps, mustSpeak: thought.mustSpeak && !said };
}

function afterRemark(thought: Thought, { said, remark, gate }: StepOf<'remark'>): Thought {
  return {
    ...thought,
    steps: [...thought.steps, ...toSaid(said), { role: 'developer', content: REMARKS[remark] }],
    remarks: new Set([...thought.remarks, remark]),
    withheld: remark === 'promise' ? gate : thought.withheld,
    mustSpeak: thought.mustSpeak && !said,
  };
}

/** Returns the words that were passed on, for the next question. */
function toSaid(said: string): ResponseInputItem[] {
  return said ? [{ role: 'assistant', content: said }] : [];
}

/** Returns words that promise a deed without one, counted for the office. */
function unproven(gate: PromiseGate): string {
  for (const reason of gate.unkept()) log.count('PromisesUnkept', { reason });
  return gate.release();
}

/** Returns a tool call and its result for the next question, because OpenAI does not store them. */
function toItems({ call, result }: Used): ResponseInputItem[] {
  return [
    { type: 'function_call', ...call },
    { type: 'function_call_output', call_id: call.call_id, output: result },
  ];
}

import type { ResponseInputItem } from 'openai/resources/responses/responses';
import { type ApiKey, openaiClient, toOpenAiFailure } from '#shared/adapters/openai/client.ts';
import { deedOf, isDone, toolsDone } from '#shared/agent/dialogue/tool-notes.ts';
import { type PromiseGate, promiseGate } from '#shared/agent/promises/promise-gate.ts';
import { REFUSAL_TEXT } from '#shared/agent/refusal.ts';
import type { OpenAiConfig } from '#shared/config/vendors.ts';
import { inTime } from '#shared/deadlines.ts';
import { VendorFailed } from '#shared/errors.ts';
import { log } from '#shared/log.ts';
import type { Brain, Question } from '#shared/ports/speech.ts';
import { wellFormed } from '#shared/well-formed.ts';
import { modelClock, REPLY_DEADLINES_MS, type ReplyDeadlinesMs } from './clock.ts';
import { type Expected, type ModelCall, type Piece, piecesOf } from './events.ts';
import { hedged } from './hedge.ts';
import { type RequestOptions, SPOKEN_TOKENS, toRequest, WRITTEN_TOKENS } from './request.ts';
import { type Used, useTools } from './tools.ts';
import { wholeSentences } from './whole-sentences.ts';

/** The most answers with tool calls; then the model must speak, because the caller is waiting. */
const MAX_HOPS = 3;

/** Follows the words of an answer that ran out of tokens. */
const CUT = Symbol('cut');

/** The model reads these after an answer that must be given again. */
const REMARKS = {
  'cut-call':
    'Your tool call was too long, so it was not made. Call again with short arguments, or answer without.',
  promise:
    'Your last words were not said: they tell that something was done or will be done, and no tool did it. If a tool can do it, call it now. Otherwise answer again without such a promise, and offer what you can do. Do not repeat what was said before.',
} as const;
type Remark = keyof typeof REMARKS;

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

  async function* think(question: Question, signal: AbortSignal) {
    signal.throwIfAborted();
    using clock = modelClock(deadlinesMs, signal);
    const { toolbox, dialogue } = question;
    const steps: ResponseInputItem[] = [];
    const done = toolsDone(dialogue.flatMap(({ notes = [] }) => notes));
    /** Each remark on an answer is made once, so that a model which repeats itself ends too. */
    const remarks = new Set<Remark>();
    /** Words that wait for the answer to a remark on them. */
    let withheld: PromiseGate | undefined;
    let mustSpeak = true;
    try {
      for (let hop = 1; ; hop++) {
        const mayCall = toolbox !== undefined && hop <= MAX_HOPS + remarks.size;
        const expected = { mayCall, mustSpeak };
        const maxTokens = remarks.has('cut-call') ? WRITTEN_TOKENS : maxOutputTokens;
        const gate = promiseGate(() => done);
        const heard: Heard = { said: '', calls: [], end: 'whole' };
        const pieces = hedged(
          (left) => ask({ question, steps, mayCall, maxTokens }, expected, left),
          clock,
        );
        try {
          // Without tools, no deed could follow a promise.
          yield* wordsOf(pieces, { gate, holdsPromises: toolbox !== undefined }, heard);
        } catch (error) {
          if (!withheld || heard.said || signal.aborted) throw error;
          // No better answer came in time: the caller hears the first one.
          yield unproven(withheld);
          return;
        }

        const { calls, end } = heard;
        const promised = gate.unkept();
        const remark = remarkOn(end, mayCall ? promised : []);
        if (toolbox && calls.length > 0) {
          const used = await useTools(calls, { toolbox, limitMs: deadlinesMs.tool }, signal);
          done.push(
            ...used.flatMap(({ call, result }) =>
              isDone(result) ? deedOf(call.name, result) : [],
            ),
          );
          // The tool made the words true, so they follow now. Otherwise they were never said.
          const kept = promised.length > 0 && gate.unkept().length === 0 ? gate.release() : '';
          if (kept) yield `${kept}\n`;
          heard.said += kept;
          steps.push(...toSaid(heard), ...used.flatMap(toItems));
        } else if (remark && !remarks.has(remark)) {
          logRemark(remark, promised);
          remarks.add(remark);
          if (remark === 'promise') withheld = gate;
          steps.push(...toSaid(heard), { role: 'developer', content: REMARKS[remark] });
        } else if (end === 'cut-call') {
          throw new VendorFailed('openai', 'left its reply incomplete');
        } else {
          if (promised.length > 0) yield unproven(gate);
          if (end === 'cut') yield CUT;
          return;
        }
        if (heard.said) mustSpeak = false;
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

/** An answer of the model, as far as it came. */
type Heard = {
  /** The words that were passed on. */
  said: string;
  readonly calls: ModelCall[];
  end: 'whole' | 'cut' | 'cut-call';
};

/** Yields the words of an answer that its gate lets pass, and notes the answer in `heard`. */
async function* wordsOf(
  pieces: AsyncIterable<Piece>,
  { gate, holdsPromises }: { readonly gate: PromiseGate; readonly holdsPromises: boolean },
  heard: Heard,
): AsyncGenerator<string> {
  const take = holdsPromises ? gate.take : String;
  let isLineOpen = false;
  const say = (words: string) => {
    heard.said += words;
    isLineOpen = true;
    return words;
  };
  for await (const piece of pieces) {
    if (piece.type === 'words' || piece.type === 'refused') {
      const words = piece.type === 'words' ? take(piece.words) : refused();
      if (words) yield say(words);
      continue;
    }
    const rest = gate.finish();
    if (rest) yield say(rest);
    // The end of the line sends the words to the voice while the tool is called and runs.
    if (isLineOpen && piece.type !== 'cut') yield '\n';
    isLineOpen = false;
    if (piece.type === 'cut' || piece.type === 'cut-call') heard.end = piece.type;
    if (piece.type === 'call') heard.calls.push(piece.call);
  }
  const rest = gate.finish();
  if (rest) yield say(rest);
}

/** Returns the remark that an answer without a tool call deserves. */
function remarkOn(end: Heard['end'], promised: readonly string[]): Remark | undefined {
  if (end === 'cut-call') return 'cut-call';
  return promised.length > 0 ? 'promise' : undefined;
}

function logRemark(remark: Remark, promised: readonly string[]): void {
  if (remark === 'cut-call') log.warn('brain.call-cut');
  else log.warn('brain.promise-questioned', { kinds: promised.join() });
}

/** Returns the words that were passed on, for the next question. */
function toSaid({ said }: Heard): ResponseInputItem[] {
  return said ? [{ role: 'assistant', content: said }] : [];
}

/** Returns the agent's words in place of a refusal. */
function refused(): string {
  log.warn('brain.refused');
  return REFUSAL_TEXT;
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

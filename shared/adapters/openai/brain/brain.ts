import type { ResponseInputItem } from 'openai/resources/responses/responses';
import { type ApiKey, openaiClient, toOpenAiFailure } from '#shared/adapters/openai/client.ts';
import { REFUSAL_TEXT } from '#shared/agent/refusal.ts';
import type { OpenAiConfig } from '#shared/config/vendors.ts';
import { inTime } from '#shared/deadlines.ts';
import { log } from '#shared/log.ts';
import type { Brain, Question } from '#shared/ports/speech.ts';
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
    request: Pick<RequestOptions, 'question' | 'steps' | 'mayCall'>,
    expected: Expected,
    signal: AbortSignal,
  ): AsyncGenerator<Piece> {
    const body = toRequest({
      model: config.replyModel,
      instructions,
      maxOutputTokens,
      ...request,
    });
    yield* piecesOf(await client.responses.create(body, { signal, maxRetries: 0 }), expected);
  }

  async function* think(question: Question, signal: AbortSignal) {
    signal.throwIfAborted();
    using clock = modelClock(deadlinesMs, signal);
    const { toolbox } = question;
    const steps: ResponseInputItem[] = [];
    let mustSpeak = true;
    try {
      for (let hop = 1; ; hop++) {
        const mayCall = toolbox !== undefined && hop <= MAX_HOPS;
        const expected = { mayCall, mustSpeak };
        const calls: ModelCall[] = [];
        let said = '';
        let isLineOpen = false;
        for await (const piece of hedged(
          (left) => ask({ question, steps, mayCall }, expected, left),
          clock,
        )) {
          if (piece.type === 'words' || piece.type === 'refused') {
            const words = piece.type === 'words' ? piece.words : refused();
            said += words;
            isLineOpen = true;
            yield words;
            continue;
          }
          // The end of the line sends the words to the voice while the tool is called and runs.
          if (isLineOpen && piece.type !== 'cut') yield '\n';
          isLineOpen = false;
          if (piece.type === 'cut') yield CUT;
          if (piece.type === 'call') calls.push(piece.call);
        }
        if (!toolbox || calls.length === 0) return;
        if (said) {
          mustSpeak = false;
          steps.push({ role: 'assistant', content: said });
        }
        const used = await useTools(calls, { toolbox, limitMs: deadlinesMs.tool }, signal);
        steps.push(...used.flatMap(toItems));
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

/** Returns the agent's words in place of a refusal. */
function refused(): string {
  log.warn('brain.refused');
  return REFUSAL_TEXT;
}

/** Returns a tool call and its result for the next question, because OpenAI does not store them. */
function toItems({ call, result }: Used): ResponseInputItem[] {
  return [
    { type: 'function_call', ...call },
    { type: 'function_call_output', call_id: call.call_id, output: result },
  ];
}

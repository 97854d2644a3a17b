import type { EasyInputMessage, ResponseStreamEvent } from 'openai/resources/responses/responses';
import type { OpenAiConfig } from '#shared/config.ts';
import { watchDeadlines } from '#shared/deadlines.ts';
import type { Line } from '#shared/domain/dialogue.ts';
import { VendorFailed } from '#shared/errors.ts';
import type { Brain } from '#shared/ports.ts';
import { type ApiKey, openaiClient, toOpenAiFailure } from './openai-client.ts';

/** How long each part of a reply may take: the caller hears nothing until its first words are here. */
const DEADLINES_MS = { headers: 4_000, firstWords: 2_000, nextWords: 1_500, wholeReply: 12_000 };

/** The last lines that the model reads: enough for a phone call, and it bounds the wait. */
const MAX_LINES = 20;

/** Two short Hebrew sentences are some 80 tokens; this leaves room and still ends a monologue. */
const MAX_OUTPUT_TOKENS = 220;

export type OpenAiBrainOptions = {
  readonly apiKey: ApiKey;
  readonly config: OpenAiConfig;
  readonly instructions: string;
  readonly deadlinesMs?: Partial<typeof DEADLINES_MS>;
};

/** Thinks through OpenAI's Responses API, streaming, set for the least wait. */
export function openaiBrain({
  apiKey,
  config,
  instructions,
  deadlinesMs,
}: OpenAiBrainOptions): Brain {
  const client = openaiClient(apiKey, config);
  const limit = { ...DEADLINES_MS, ...deadlinesMs };
  const headers = { name: 'headers', ms: limit.headers };
  const firstWords = { name: 'first words', ms: limit.firstWords };
  const nextWords = { name: 'next words', ms: limit.nextWords };

  return {
    async *reply({ dialogue }, signal) {
      using deadlines = watchDeadlines('openai', signal);
      deadlines.start({ name: 'whole reply', ms: limit.wholeReply });
      try {
        deadlines.start(headers);
        const stream = await deadlines.race(
          client.responses.create(
            {
              model: config.replyModel,
              instructions,
              input: dialogue.slice(-MAX_LINES).map(toMessage),
              reasoning: { effort: 'none' },
              text: { verbosity: 'low' },
              max_output_tokens: MAX_OUTPUT_TOKENS,
              parallel_tool_calls: false,
              store: false,
              stream: true,
              stream_options: { include_obfuscation: false },
            },
            { signal: deadlines.signal },
          ),
        );
        deadlines.stop(headers);
        deadlines.start(firstWords);
        for await (const words of wordsOf(stream)) {
          deadlines.stop(firstWords);
          deadlines.stop(nextWords);
          yield words;
          deadlines.start(nextWords);
        }
      } catch (error) {
        deadlines.signal.throwIfAborted();
        throw toOpenAiFailure(error);
      }
    },
  };
}

/** Picks the words out of the events, and knows a reply that ended from one that only stopped. */
async function* wordsOf(events: AsyncIterable<ResponseStreamEvent>): AsyncGenerator<string> {
  let spoken = false;
  for await (const event of events) {
    switch (event.type) {
      case 'response.output_text.delta':
        if (typeof event.delta !== 'string') throw new VendorFailed('openai', 'gave no words');
        spoken ||= event.delta.length > 0;
        if (event.delta) yield event.delta;
        break;
      case 'response.completed':
        if (spoken) return;
        throw new VendorFailed('openai', 'gave a reply without words');
      case 'response.incomplete':
        // Out of tokens: what was said stands. Filtered: nobody should hear it end well.
        if (spoken && event.response.incomplete_details?.reason === 'max_output_tokens') return;
        throw new VendorFailed('openai', 'left its reply incomplete');
      case 'response.failed':
        throw new VendorFailed(
          'openai',
          `failed: ${event.response.error?.code ?? 'no reason given'}`,
        );
      case 'error':
        throw new VendorFailed('openai', `failed: ${event.code ?? 'no reason given'}`);
    }
  }
  // The SDK ends its stream silently when it is aborted, and so does a server that closes early.
  throw new VendorFailed('openai', 'broke off its reply');
}

function toMessage({ speaker, text }: Line): EasyInputMessage {
  return { role: speaker === 'caller' ? 'user' : 'assistant', content: text };
}

import type {
  EasyInputMessage,
  FunctionTool,
  ResponseCreateParamsStreaming,
  ResponseInputItem,
} from 'openai/resources/responses/responses';
import type { Line } from '#shared/domain/calls/dialogue.ts';
import type { Question, Tool } from '#shared/ports/speech.ts';

/** The last lines that the model reads: enough for a phone call, and it bounds the wait. */
const MAX_LINES = 20;

/** Two short Hebrew sentences are some 80 tokens, a call with notes 150; this leaves room and still ends a monologue. */
const MAX_OUTPUT_TOKENS = 300;

export type RequestOptions = {
  readonly model: string;
  readonly instructions: string;
  readonly question: Question;
  /** What the model said and did earlier in this reply, and what came of it. */
  readonly steps: readonly ResponseInputItem[];
  /** Whether it may still use tools, or must speak now. */
  readonly mayCall: boolean;
};

/** Writes down a question for the Responses API, set for the least wait; nothing of it is kept there. */
export function toRequest(options: RequestOptions): ResponseCreateParamsStreaming {
  const { model, instructions, question, steps, mayCall } = options;
  const { dialogue, briefing, toolbox } = question;
  return {
    model,
    instructions,
    input: [
      ...(briefing ? [{ role: 'developer' as const, content: briefing }] : []),
      ...dialogue.slice(-MAX_LINES).map(toMessage),
      ...steps,
    ],
    // The tools stay in the request that may not use them: a prompt is cached by its beginning.
    ...(toolbox && {
      tools: toolbox.tools.map(toFunctionTool),
      tool_choice: mayCall ? 'auto' : 'none',
    }),
    parallel_tool_calls: false,
    reasoning: { effort: 'none' },
    text: { verbosity: 'low' },
    max_output_tokens: MAX_OUTPUT_TOKENS,
    store: false,
    stream: true,
    stream_options: { include_obfuscation: false },
  };
}

function toMessage({ speaker, text }: Line): EasyInputMessage {
  return { role: speaker === 'caller' ? 'user' : 'assistant', content: text };
}

function toFunctionTool({ name, description, parameters }: Tool): FunctionTool {
  return { type: 'function', name, description, parameters: { ...parameters }, strict: true };
}

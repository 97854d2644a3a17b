import type {
  EasyInputMessage,
  FunctionTool,
  ResponseCreateParamsStreaming,
  ResponseInputItem,
} from 'openai/resources/responses/responses';
import type { Line } from '#shared/domain/calls/dialogue.ts';
import type { Question, Tool } from '#shared/ports/speech.ts';

/** The last lines that the model reads: enough for a phone call, and a bound on the wait. */
const MAX_LINES = 20;

/** Two short Hebrew sentences are about 80 tokens, a call with notes 150. This leaves room and still ends a monologue. */
export const SPOKEN_TOKENS = 300;
/** A written answer of 600 characters with three homes is about 340 tokens. */
export const WRITTEN_TOKENS = 800;

export type RequestOptions = {
  readonly model: string;
  readonly instructions: string;
  readonly maxOutputTokens: number;
  readonly question: Question;
  /** The model's words and tool calls earlier in this reply, with their results. */
  readonly steps: readonly ResponseInputItem[];
  /** Whether it may still use tools, or must speak now. */
  readonly mayCall: boolean;
};

/** Returns the request to the Responses API, set for the least latency; OpenAI does not store it. */
export function toRequest(options: RequestOptions): ResponseCreateParamsStreaming {
  const { model, instructions, maxOutputTokens, question, steps, mayCall } = options;
  const { dialogue, briefing, toolbox } = question;
  return {
    model,
    instructions,
    input: [
      ...(briefing ? [{ role: 'developer' as const, content: briefing }] : []),
      ...dialogue.slice(-MAX_LINES).map(toMessage),
      ...steps,
    ],
    // Tools stay in a request that may not use them, because the prompt cache matches beginnings.
    ...(toolbox && {
      tools: toolbox.tools.map(toFunctionTool),
      tool_choice: mayCall ? 'auto' : 'none',
    }),
    parallel_tool_calls: false,
    reasoning: { effort: 'none' },
    text: { verbosity: 'low' },
    max_output_tokens: maxOutputTokens,
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

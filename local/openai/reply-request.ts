import * as z from 'zod/mini';
import type { Line } from '#shared/domain/calls/dialogue.ts';

const Text = z.union([z.string(), z.array(z.object({ text: z.string() }))]);

const Message = z.object({
  type: z.optional(z.literal('message')),
  role: z.enum(['user', 'assistant', 'system', 'developer']),
  content: Text,
});

const Call = z.object({
  type: z.literal('function_call'),
  call_id: z.string().check(z.minLength(1)),
  name: z.string(),
  arguments: z.string(),
});

const Output = z.object({
  type: z.literal('function_call_output'),
  call_id: z.string(),
  output: z.string(),
});

/** OpenAI's rules for the schema of a strict tool: https://developers.openai.com/api/docs/guides/function-calling */
const StrictSchema = z.looseObject({
  type: z.literal('object'),
  properties: z.record(z.string(), z.unknown()),
  required: z.array(z.string()),
  additionalProperties: z.literal(false),
});

const FunctionTool = z.looseObject({
  type: z.literal('function'),
  name: z.string().check(z.regex(/^[\w-]{1,64}$/)),
  strict: z._default(z.nullable(z.boolean()), true),
  parameters: z.unknown(),
});

/** A structured answer: https://developers.openai.com/api/docs/guides/structured-outputs */
const JsonFormat = z.looseObject({
  type: z.literal('json_schema'),
  name: z.string().check(z.regex(/^[\w-]{1,64}$/)),
  strict: z.literal(true),
  schema: z.unknown(),
});

/** The part of the body of `POST /v1/responses` that is read here. */
export const ReplyRequest = z.looseObject({
  model: z.string(),
  input: z.union([z.string(), z.array(z.union([Message, Call, Output]))]),
  tools: z._default(z.array(FunctionTool), []),
  tool_choice: z._default(z.enum(['auto', 'none', 'required']), 'auto'),
  stream: z._default(z.boolean(), false),
  text: z.optional(z.looseObject({ format: z.optional(JsonFormat) })),
  /** At least 16: https://developers.openai.com/api/reference/resources/responses/methods/create */
  max_output_tokens: z._default(z.int().check(z.gte(16)), Number.MAX_SAFE_INTEGER),
});

export type ReplyRequest = z.infer<typeof ReplyRequest>;

/** The request as the rules see it: the dialogue, the product's notes, the tools, and their results in this reply. */
export type Asked = {
  readonly dialogue: readonly Line[];
  /** The text of the developer messages. */
  readonly briefing: string;
  /** The names of the tools that may be used now. */
  readonly offered: ReadonlySet<string>;
  /** The tool calls of this reply, oldest first. */
  readonly used: readonly UsedTool[];
  /** The name of the structured answer that is wanted; absent for a reply. */
  readonly form?: string | undefined;
};

/** A tool call of this reply, its arguments and its result as JSON. */
export type UsedTool = {
  readonly name: string;
  readonly arguments: string;
  readonly result: string;
};

/** Returns OpenAI's complaint about a request's tools, calls and results; undefined where they are valid. */
export function complaintAbout({ input, tools, text }: ReplyRequest): string | undefined {
  const loose = tools.find(({ strict, parameters }) => strict && !isStrict(parameters));
  if (loose) return `Invalid schema for function '${loose.name}'.`;
  if (text?.format && !isStrict(text.format.schema)) {
    return `Invalid schema for response_format '${text.format.name}'.`;
  }
  if (typeof input === 'string') return undefined;
  const called = input.flatMap((item) => (item.type === 'function_call' ? item.call_id : []));
  const answered = input.flatMap((item) =>
    item.type === 'function_call_output' ? item.call_id : [],
  );
  const unasked = answered.find((id) => !called.includes(id));
  if (unasked) return `No tool call found for function call output with call_id ${unasked}.`;
  const unanswered = called.find((id) => !answered.includes(id));
  return unanswered && `No tool output found for function call ${unanswered}.`;
}

/** Turns a request into the view of the rules. */
export function toAsked({ input, tools, tool_choice, text }: ReplyRequest): Asked {
  const items = typeof input === 'string' ? [{ role: 'user' as const, content: input }] : input;
  const messages = items.filter((item) => 'role' in item);
  return {
    form: text?.format?.name,
    dialogue: messages
      .filter(({ role }) => role === 'user' || role === 'assistant')
      .map(({ role, content }) => ({
        speaker: role === 'user' ? 'caller' : 'agent',
        text: textOf(content),
      })),
    briefing: messages
      .filter(({ role }) => role === 'developer')
      .map(({ content }) => textOf(content))
      .join('\n'),
    offered: new Set(tool_choice === 'none' ? [] : tools.map(({ name }) => name)),
    used: items.flatMap((item) => {
      if (!('type' in item) || item.type !== 'function_call') return [];
      const output = items.find(
        (other) =>
          'type' in other &&
          other.type === 'function_call_output' &&
          other.call_id === item.call_id,
      );
      return { name: item.name, arguments: item.arguments, result: (output as Output).output };
    }),
  };
}

type Output = z.infer<typeof Output>;

function isStrict(parameters: unknown): boolean {
  const { data: schema } = StrictSchema.safeParse(parameters);
  return !!schema && Object.keys(schema.properties).every((name) => schema.required.includes(name));
}

function textOf(content: z.infer<typeof Text>): string {
  return typeof content === 'string' ? content : content.map(({ text }) => text).join(' ');
}

import type {
  Response as Reply,
  ResponseFunctionToolCall,
  ResponseOutputMessage,
  ResponseOutputRefusal,
  ResponseOutputText,
  ResponseStreamEvent,
} from 'openai/resources/responses/responses';

/** The ending of a reply: complete, cut at its token limit, or failed after some words. */
export type Ending = 'completed' | 'incomplete' | 'failed';

/** The text of a reply, a tool call after it, or both; or the words of a refusal. */
export type Answer = {
  readonly refusal?: string | undefined;
  readonly say?: string | undefined;
  readonly call?: { readonly name: string; readonly arguments: string } | undefined;
};

export type ReplyOptions = {
  readonly answer: Answer;
  readonly model: string;
  readonly ending: Ending;
  /** Whether its first clause comes in one piece instead of token by token. */
  readonly isFirstClauseWhole?: boolean;
};

/** Returns the events of a streamed reply, numbered in OpenAI's order, from its creation to its ending. */
export function eventsOf(options: ReplyOptions) {
  const items = itemsOf(options);
  const whole = replyOf(options, items);
  const open: WireReply = {
    ...whole,
    status: 'in_progress',
    output: [],
    error: null,
    incomplete_details: null,
  };
  const events: Unnumbered[] = [
    { type: 'response.created', response: open },
    { type: 'response.in_progress', response: open },
    ...items.flatMap((item, at) =>
      'call_id' in item ? callEvents(item, at, options) : messageEvents(item, at, options),
    ),
    { type: `response.${options.ending}`, response: whole },
  ];
  return events.map((event, sequence_number) => ({ ...event, sequence_number }));
}

/** Returns a reply as one object, as in the last event and in an answer without streaming. */
export function replyOf(
  options: ReplyOptions,
  output: readonly (Message | Call)[] = itemsOf(options),
): WireReply {
  const { model, ending } = options;
  return {
    id: 'resp_local',
    object: 'response',
    created_at: Math.floor(Date.now() / 1000),
    status: ending,
    model,
    output: [...output],
    error: ending === 'failed' ? { code: 'server_error', message: 'The model failed.' } : null,
    incomplete_details: ending === 'incomplete' ? { reason: 'max_output_tokens' } : null,
    instructions: null,
    metadata: {},
    parallel_tool_calls: false,
    temperature: 1,
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    access_programs: null,
  };
}

function messageEvents(
  message: Message,
  output_index: number,
  { answer: { say = '', refusal }, ending, isFirstClauseWhole }: ReplyOptions,
): Unnumbered[] {
  const place = { item_id: message.id, output_index, content_index: 0 };
  const first = (isFirstClauseWhole && FIRST_CLAUSE.exec(say)?.[0]) || '';
  const tokens = [...(first ? [first] : []), ...tokensOf(say.slice(first.length))];
  const begun: Message = { ...message, status: 'in_progress', content: [] };
  const written: Unnumbered[] =
    refusal === undefined
      ? [
          ...tokens.map(
            (delta): Unnumbered => ({
              type: 'response.output_text.delta',
              ...place,
              delta,
              logprobs: [],
            }),
          ),
          { type: 'response.output_text.done', ...place, text: say, logprobs: [] },
        ]
      : [
          ...tokensOf(refusal).map(
            (delta): Unnumbered => ({ type: 'response.refusal.delta', ...place, delta }),
          ),
          { type: 'response.refusal.done', ...place, refusal },
        ];
  const finish: Unnumbered[] = [
    { type: 'response.content_part.done', ...place, part: partOf({ say, refusal }) },
    { type: 'response.output_item.done', output_index, item: message },
  ];
  const empty = refusal === undefined ? {} : { refusal: '' };
  return [
    { type: 'response.output_item.added', output_index, item: begun },
    { type: 'response.content_part.added', ...place, part: partOf(empty) },
    ...(ending === 'failed' ? written.slice(0, -1) : [...written, ...finish]),
  ];
}

function callEvents(call: Call, output_index: number, { ending }: ReplyOptions): Unnumbered[] {
  const place = { item_id: call.id, output_index };
  const written = { ...place, name: call.name, arguments: call.arguments };
  const finish: Unnumbered[] = [
    { type: 'response.function_call_arguments.done', ...written },
    { type: 'response.output_item.done', output_index, item: call },
  ];
  return [
    {
      type: 'response.output_item.added',
      output_index,
      item: { ...call, status: 'in_progress', arguments: '' },
    },
    ...tokensOf(call.arguments).map(
      (delta): Unnumbered => ({ type: 'response.function_call_arguments.delta', ...place, delta }),
    ),
    ...(ending === 'failed' ? [] : finish),
  ];
}

/** A clause ends at punctuation before white space, or with the text. */
const FIRST_CLAUSE = /^.*?(?:[.!?…,;:](?=\s)|$)/su;

let calls = 0;

/** Returns the items of a reply; the last one of an incomplete reply says so. */
function itemsOf({ answer, ending }: ReplyOptions): (Message | Call)[] {
  const { say, call } = answer;
  const lastStatus = ending === 'incomplete' ? 'incomplete' : 'completed';
  const message: Message = {
    id: 'msg_local',
    type: 'message',
    role: 'assistant',
    status: call ? 'completed' : lastStatus,
    content: [partOf(answer)],
  };
  if (!call) return [message];
  calls += 1;
  const written: Call = {
    ...call,
    id: `fc_local_${calls}`,
    call_id: `call_local_${calls}`,
    type: 'function_call',
    status: lastStatus,
  };
  return say ? [message, written] : [written];
}

function partOf({ say, refusal }: Answer): ResponseOutputText | ResponseOutputRefusal {
  if (refusal !== undefined) return { type: 'refusal', refusal };
  return { type: 'output_text', text: say ?? '', annotations: [], logprobs: [] };
}

/** Splits a text as a tokenizer splits Hebrew: a few letters at a time, a word with its space. */
function tokensOf(text: string): string[] {
  return text.match(/\s*\S{1,4}/gu) ?? [];
}

/** A reply as sent, without the field that the SDK adds. */
type WireReply = Omit<Reply, 'output_text'>;
type Message = ResponseOutputMessage;
type Call = ResponseFunctionToolCall & { readonly id: string };

type Unnumbered = WithoutNumber<ResponseStreamEvent>;
type WithoutNumber<Event> = Event extends { response: Reply }
  ? Omit<Event, 'sequence_number' | 'response'> & { response: WireReply }
  : Omit<Event, 'sequence_number'>;

import type {
  Response as Reply,
  ResponseOutputText,
  ResponseStreamEvent,
} from 'openai/resources/responses/responses';

/** How a reply ends: said in full, cut at its token limit, or failed after some words. */
export type Ending = 'completed' | 'incomplete' | 'failed';

/** The events of a streamed reply in OpenAI's order, numbered, from its creation to its ending. */
export function eventsOf(text: string, model: string, ending: Ending) {
  const place = { item_id: MESSAGE_ID, output_index: 0, content_index: 0 };
  const open = replyOf('', model, 'in_progress');
  const said = messageOf(text, 'completed');
  const begin: Unnumbered[] = [
    { type: 'response.created', response: open },
    { type: 'response.in_progress', response: open },
    { type: 'response.output_item.added', output_index: 0, item: messageOf('', 'in_progress') },
    { type: 'response.content_part.added', ...place, part: partOf('') },
  ];
  const speak = tokensOf(text).map(
    (delta): Unnumbered => ({ type: 'response.output_text.delta', ...place, delta, logprobs: [] }),
  );
  const finish: Unnumbered[] = [
    { type: 'response.output_text.done', ...place, text, logprobs: [] },
    { type: 'response.content_part.done', ...place, part: partOf(text) },
    { type: 'response.output_item.done', output_index: 0, item: said },
  ];
  const end: Unnumbered = { type: `response.${ending}`, response: replyOf(text, model, ending) };
  return [...begin, ...speak, ...(ending === 'completed' ? finish : []), end].map(
    (event, sequence_number) => ({ ...event, sequence_number }),
  );
}

/** A reply as one object, as it stands in the first and last events and in an answer that is not streamed. */
export function replyOf(text: string, model: string, status: Ending | 'in_progress'): WireReply {
  return {
    id: 'resp_local',
    object: 'response',
    created_at: Math.floor(Date.now() / 1000),
    status,
    model,
    output: status === 'in_progress' ? [] : [messageOf(text, 'completed')],
    error: status === 'failed' ? { code: 'server_error', message: 'The model failed.' } : null,
    incomplete_details: status === 'incomplete' ? { reason: 'max_output_tokens' } : null,
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

const MESSAGE_ID = 'msg_local';

function messageOf(text: string, status: 'in_progress' | 'completed') {
  const content = text ? [partOf(text)] : [];
  return { id: MESSAGE_ID, type: 'message' as const, role: 'assistant' as const, status, content };
}

function partOf(text: string): ResponseOutputText {
  return { type: 'output_text', text, annotations: [], logprobs: [] };
}

/** Cuts a text much as a tokenizer does with Hebrew: a few letters at a time, each word with the space before it. */
function tokensOf(text: string): string[] {
  return text.match(/\s*\S{1,4}/gu) ?? [];
}

/** A reply as it goes over the wire: without the field that the SDK adds. */
type WireReply = Omit<Reply, 'output_text'>;

type Unnumbered = WithoutNumber<ResponseStreamEvent>;
type WithoutNumber<Event> = Event extends { response: Reply }
  ? Omit<Event, 'sequence_number' | 'response'> & { response: WireReply }
  : Omit<Event, 'sequence_number'>;

import type {
  ResponseFunctionToolCall,
  ResponseOutputItem,
  ResponseStreamEvent,
} from 'openai/resources/responses/responses';
import { VendorFailed } from '#shared/errors.ts';

/** A piece of an answer: words, a whole call, or a sign of the model. */
export type Piece =
  | { readonly type: 'words'; readonly words: string }
  | { readonly type: 'writing-call' }
  /** The model refuses, and has said nothing else. */
  | { readonly type: 'refused' }
  /** The answer ran out of tokens after these pieces. */
  | { readonly type: 'cut' }
  /** The answer ran out of tokens inside a tool call, which was not made. */
  | { readonly type: 'cut-call' }
  | { readonly type: 'call'; readonly call: ModelCall };

/** A tool call, under the id by which its result is returned. */
export type ModelCall = Pick<ResponseFunctionToolCall, 'call_id' | 'name' | 'arguments'>;

/** The valid forms of one answer. */
export type Expected = {
  readonly mayCall: boolean;
  /** Whether the caller has heard nothing in this reply yet, so that an empty answer is a failure. */
  readonly mustSpeak: boolean;
};

/**
 * Returns the words and calls of the events.
 * @throws VendorFailed if the answer fails, is empty or breaks off
 */
export async function* piecesOf(
  events: AsyncIterable<ResponseStreamEvent>,
  { mayCall, mustSpeak }: Expected,
): AsyncGenerator<Piece> {
  let spoken = false;
  let called = false;
  let refused = false;
  let isWritingCall = false;
  for await (const event of events) {
    switch (event.type) {
      case 'response.output_text.delta':
        if (typeof event.delta !== 'string') throw new VendorFailed('openai', 'gave no words');
        spoken ||= event.delta.length > 0;
        if (event.delta) yield { type: 'words', words: event.delta };
        break;
      case 'response.output_item.added':
        if (!mayCall || !isCall(event.item)) break;
        isWritingCall = true;
        yield { type: 'writing-call' };
        break;
      case 'response.function_call_arguments.delta':
        if (mayCall) yield { type: 'writing-call' };
        break;
      case 'response.refusal.delta':
      case 'response.refusal.done':
        if (!spoken && !refused) yield { type: 'refused' };
        refused = true;
        break;
      case 'response.output_item.done':
        // A call that ran out of tokens is done too, with a part of its arguments.
        if (!mayCall || !isCall(event.item) || event.item.status === 'incomplete') break;
        isWritingCall = false;
        called = true;
        yield { type: 'call', call: toModelCall(event.item) };
        break;
      case 'response.completed':
        if (spoken || called || refused || !mustSpeak) return;
        throw new VendorFailed('openai', 'gave a reply without words');
      case 'response.incomplete':
        // Out of tokens: the words so far count. Filtered: the reply failed.
        if (event.response?.incomplete_details?.reason !== 'max_output_tokens')
          throw new VendorFailed('openai', 'left its reply incomplete');
        if (isWritingCall) {
          yield { type: 'cut-call' };
          return;
        }
        if (!spoken && !refused) throw new VendorFailed('openai', 'gave a reply without words');
        yield { type: 'cut' };
        return;
      case 'response.failed':
        throw new VendorFailed('openai', `failed: ${codeOf(event.response?.error?.code)}`);
      case 'error':
        throw new VendorFailed('openai', `failed: ${codeOf(event.code)}`);
    }
  }
  // The SDK's stream ends silently when aborted, or when the server closes early.
  throw new VendorFailed('openai', 'broke off its reply');
}

function isCall(item: ResponseOutputItem | undefined): item is ResponseFunctionToolCall {
  return item?.type === 'function_call';
}

function toModelCall({ call_id, name, arguments: written }: ResponseFunctionToolCall): ModelCall {
  if ([call_id, name, written].every((part) => typeof part === 'string')) {
    return { call_id, name, arguments: written };
  }
  throw new VendorFailed('openai', 'made a malformed tool call');
}

/** Returns a code if it looks like one; any other text may quote a caller. */
function codeOf(code: unknown): string {
  return typeof code === 'string' && /^\w{1,64}$/.test(code) ? code : 'no reason given';
}

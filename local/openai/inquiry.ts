import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Refusal } from './refusals.ts';
import type { Answer } from './reply-events.ts';
import type { Asked } from './reply-request.ts';

/**
 * The operations of the stand-in, by the names under which their faults are set; a `reply-after-tool` is a
 * `reply` too.
 */
export type OpenAiOperation = 'transcribe' | 'reply' | 'reply-after-tool' | 'models';

/** A fault of an answer; `failed`, `incomplete` and `refusal` are those of a reply alone. */
export type OpenAiFault =
  | { readonly kind: 'status'; readonly status: 429 | 500; readonly retryAfterMs?: number }
  | { readonly kind: 'hang' | 'hang-midway' | 'garbage' | 'drop' }
  | { readonly kind: 'failed' | 'incomplete' | 'refusal' };

/** The stand-in's latencies; may be changed while it runs. */
export type OpenAiLatencies = {
  transcribeMs: number;
  firstTokenMs: number;
  /** The pause between two tokens. */
  tokenMs: number;
  /** The time of the first clause, which then comes in one piece; without it the reply comes token by token. */
  firstClauseMs?: number | undefined;
};

/** One request to the stand-in, with the parts that its answer needs. */
export type Inquiry = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly fault: OpenAiFault | undefined;
  /** Takes the fault of an operation that only the request's body reveals. */
  faultOf(operation: OpenAiOperation): OpenAiFault | undefined;
  readonly latencies: OpenAiLatencies;
  /** Aborted when the client disconnects. */
  readonly gone: AbortSignal;
  /** Composes the reply: the stand-in has no model of its own. */
  readonly answerTo: (asked: Asked) => Answer;
  /** Records the fields of the request. */
  note(fields: Readonly<Record<string, unknown>>): void;
};

/** Answers with JSON; a fault of the body sends half of it, garbage, or nothing. */
export function answerJson({ response, fault }: Inquiry, body: object): void {
  const text = JSON.stringify(body);
  if (fault?.kind === 'hang') return;
  if (fault?.kind === 'drop') {
    response.destroy();
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json' });
  if (fault?.kind === 'hang-midway') response.write(text.slice(0, text.length / 2));
  else if (fault?.kind === 'garbage') response.end(`${text.slice(0, text.length / 2)}\u0000<html>`);
  else response.end(text);
}

/** Sends a refusal in OpenAI's format. */
export function refuse(response: ServerResponse, refusal: Refusal): void {
  const { status, retryAfterMs, ...error } = refusal;
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(retryAfterMs !== undefined && { 'retry-after-ms': String(retryAfterMs) }),
  });
  response.end(JSON.stringify({ error: { ...error, param: null } }));
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Refusal } from './refusals.ts';
import type { Answer } from './reply-events.ts';
import type { Asked } from './reply-request.ts';

/** What can be asked of OpenAI's stand-in, by the names under which its faults are set; a `reply-after-tool` is a `reply` too. */
export type OpenAiOperation = 'transcribe' | 'reply' | 'reply-after-tool' | 'models';

/** What can go wrong; `failed` and `incomplete` are a streamed reply's own ways to end badly. */
export type OpenAiFault =
  | { readonly kind: 'status'; readonly status: 429 | 500; readonly retryAfterMs?: number }
  | { readonly kind: 'hang' | 'hang-midway' | 'garbage' | 'drop' | 'failed' | 'incomplete' };

/** How long the stand-in takes; may be changed while it runs. */
export type OpenAiLatencies = {
  transcribeMs: number;
  firstTokenMs: number;
  /** The pause between two tokens. */
  tokenMs: number;
  /** When the first clause of a reply comes whole, in place of its first token. */
  firstClauseMs?: number | undefined;
};

/** One question put to the stand-in, and what is needed to answer it. */
export type Inquiry = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly fault: OpenAiFault | undefined;
  /** The fault of an operation that only the question itself shows. */
  faultOf(operation: OpenAiOperation): OpenAiFault | undefined;
  readonly latencies: OpenAiLatencies;
  /** Aborted when the asker leaves. */
  readonly gone: AbortSignal;
  /** Makes up the reply: the stand-in has no model of its own. */
  readonly answerTo: (asked: Asked) => Answer;
  /** Notes what was asked. */
  note(fields: Readonly<Record<string, unknown>>): void;
};

/** Answers with JSON; under a fault of the body, with a part of it, a torn one or none. */
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

/** Says no in OpenAI's words. */
export function refuse(response: ServerResponse, refusal: Refusal): void {
  const { status, retryAfterMs, ...error } = refusal;
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(retryAfterMs !== undefined && { 'retry-after-ms': String(retryAfterMs) }),
  });
  response.end(JSON.stringify({ error: { ...error, param: null } }));
}

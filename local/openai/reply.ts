import type { ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { hasLoneSurrogate } from '#local/lone-surrogates.ts';
import { answerJson, type Inquiry, type OpenAiFault, refuse } from './inquiry.ts';
import { badRequest, outage } from './refusals.ts';
import { eventsOf, replyOf } from './reply-events.ts';
import { complaintAbout, ReplyRequest, toAsked } from './reply-request.ts';
import { withinTokens } from './token-limit.ts';

/** The words with which the model refuses, in the language that it falls back to. */
const REFUSAL = "I'm sorry, but I can't help with that.";

/** Serves `POST /v1/responses`: answers by rule, in one piece or as a stream of events. */
export async function reply(inquiry: Inquiry): Promise<void> {
  const { request, response, latencies, gone, note, answerTo } = inquiry;
  const { data: question } = ReplyRequest.safeParse(await json(request).catch(() => undefined));
  if (!question || hasLoneSurrogate(question))
    return refuse(response, badRequest('Invalid request body.'));
  note(question);
  const complaint = complaintAbout(question);
  if (complaint) return refuse(response, badRequest(complaint));

  const asked = toAsked(question);
  const fault =
    inquiry.fault ?? (asked.used.length > 0 ? inquiry.faultOf('reply-after-tool') : undefined);
  if (fault?.kind === 'status') return refuse(response, outage(fault.status, fault.retryAfterMs));
  if (fault?.kind === 'hang') return;

  const { firstTokenMs, firstClauseMs, tokenMs } = latencies;
  const isBadEnd = fault?.kind === 'failed' || fault?.kind === 'incomplete';
  const { answer, isCut } = withinTokens(
    fault?.kind === 'refusal' ? { refusal: REFUSAL } : answerTo(asked),
    question.max_output_tokens,
  );
  const goodEnd = isCut ? ('incomplete' as const) : ('completed' as const);
  const options = {
    answer,
    model: question.model,
    ending: isBadEnd ? fault.kind : goodEnd,
    isFirstClauseWhole: firstClauseMs !== undefined,
  };
  if (!question.stream) {
    await delay(firstTokenMs, undefined, { signal: gone });
    return answerJson({ ...inquiry, fault }, replyOf(options));
  }
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  let tokens = 0;
  for (const event of eventsOf(options)) {
    const isToken = event.type.endsWith('.delta');
    if (isToken) {
      const pauseMs = tokens === 0 ? (firstClauseMs ?? firstTokenMs) : tokenMs;
      if (pauseMs > 0) await delay(pauseMs, undefined, { signal: gone });
      tokens += 1;
    }
    response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    if (isToken && tokens === 1 && breaksOff(response, fault)) return;
  }
  response.end();
}

/** Applies a fault that follows a good beginning; returns whether the stream is over. */
function breaksOff(response: ServerResponse, fault: OpenAiFault | undefined): boolean {
  switch (fault?.kind) {
    case 'hang-midway':
      return true;
    case 'drop':
      response.destroy();
      return true;
    case 'garbage':
      response.end('event: response.output_text.delta\ndata: {"type": "resp\u0000<html>\n\n');
      return true;
    default:
      return false;
  }
}

import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { Line } from '#shared/domain/dialogue.ts';
import { answerJson, type Inquiry, refuse } from './inquiry.ts';
import { badRequest } from './refusals.ts';
import { eventsOf, replyOf } from './reply-events.ts';
import { replyTo } from './rules.ts';

/** The pause between two tokens of a quick model. */
const TOKEN_MS = 4;

const Message = z.object({
  role: z.enum(['user', 'assistant', 'system', 'developer']),
  content: z.union([z.string(), z.array(z.object({ text: z.string() }))]),
});

const Question = z.looseObject({
  model: z.string(),
  input: z.union([z.string(), z.array(Message)]),
  stream: z._default(z.boolean(), false),
});

/** `POST /v1/responses`: answers by rule, in one piece or token by token as events. */
export async function reply(inquiry: Inquiry): Promise<void> {
  const { request, response, fault, latencies, gone, note } = inquiry;
  const { data: question } = Question.safeParse(await json(request).catch(() => undefined));
  if (!question) return refuse(response, badRequest('Invalid request body.'));
  note(question);
  if (fault?.kind === 'hang') return;

  const text = replyTo(dialogueOf(question.input));
  const isBadEnd = fault?.kind === 'failed' || fault?.kind === 'incomplete';
  const ending = isBadEnd ? fault.kind : 'completed';
  if (!question.stream) {
    await delay(latencies.firstTokenMs, undefined, { signal: gone });
    return answerJson(inquiry, replyOf(text, question.model, ending));
  }
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  let tokens = 0;
  for (const event of eventsOf(text, question.model, ending)) {
    if (event.type === 'response.output_text.delta') {
      await delay(tokens === 0 ? latencies.firstTokenMs : TOKEN_MS, undefined, { signal: gone });
      if (tokens === 1 && breaksOff(inquiry)) return;
      tokens += 1;
    }
    response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  }
  response.end();
}

/** Shows the faults of a stream that begins well; says whether it is over. */
function breaksOff({ response, fault }: Inquiry): boolean {
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

function dialogueOf(input: z.infer<typeof Question>['input']): Line[] {
  if (typeof input === 'string') return [{ speaker: 'caller', text: input }];
  return input
    .filter(({ role }) => role === 'user' || role === 'assistant')
    .map(({ role, content }) => ({
      speaker: role === 'user' ? 'caller' : 'agent',
      text: typeof content === 'string' ? content : content.map(({ text }) => text).join(' '),
    }));
}

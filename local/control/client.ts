import type { PostReport } from 'twilio-exchange/whatsapp/inbox.ts';
import type { CallerStep } from '#local/scenario/caller-steps.ts';
import { InvalidInput } from '#shared/errors.ts';
import type { CallMessage } from './call-message.ts';
import type { CallOrder } from './call-order.ts';
import type { CustomerOrder } from './customer-order.ts';
import type { MessageReport } from './message-report.ts';

/** Says that no world is there to call or to write to. */
export class NoWorld extends Error {
  override readonly name = 'NoWorld';
}

/** A way in through a world's control door. */
export interface ControlClient {
  /** Places a call and tells it while it happens; whoever stops listening hangs up. */
  placeCall(order: CallOrder): AsyncGenerator<CallMessage>;
  addSteps(callSid: string, steps: readonly CallerStep[]): Promise<void>;
  /** Hangs up at once, whatever the caller is at. */
  hangUp(callSid: string): Promise<void>;
  /** Has a customer write messages at once; settles when Twilio has the answer to each. */
  write(number: string, messages: readonly CustomerOrder[]): Promise<readonly PostReport[]>;
  /** What a customer's phone shows, and what has not come to it. */
  conversation(number: string): Promise<readonly MessageReport[]>;
  /** Tells every change of every message of a customer from when this settles until the signal aborts. */
  follow(number: string, signal: AbortSignal): Promise<AsyncGenerator<MessageReport>>;
  /** Lets time pass for a customer's 24-hour window. */
  letPass(number: string, ms: number): Promise<void>;
}

/** Knows the way to a control door; nothing is asked yet. */
export function createControlClient(url: string, token: string): ControlClient {
  async function ask(
    method: string,
    path: string,
    { body, signal }: { body?: unknown; signal?: AbortSignal } = {},
  ): Promise<Response> {
    const response = await fetch(url + path, {
      method,
      ...(signal && { signal }),
      headers: { authorization: `Bearer ${token}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new NoWorld('The world does not answer.', { cause });
    });
    if (response.status === 401) throw new NoWorld('Another world answers.');
    if (response.ok) return response;
    const { error = `The world answers ${response.status}.` } = (await response.json()) as Refusal;
    throw response.status === 400 ? new InvalidInput(error) : new Error(error);
  }

  return {
    async *placeCall(order) {
      const { body } = await ask('POST', '/calls', { body: order });
      yield* parsed<CallMessage>(body, 'The world closed during the call.');
    },
    async addSteps(callSid, steps) {
      await ask('POST', `/calls/${callSid}/steps`, { body: { steps } });
    },
    async hangUp(callSid) {
      await ask('DELETE', `/calls/${callSid}`);
    },
    async write(number, messages) {
      const answer = await ask('POST', `/customers/${number}/messages`, { body: { messages } });
      return ((await answer.json()) as { posts: PostReport[] }).posts;
    },
    async conversation(number) {
      const answer = await ask('GET', `/customers/${number}/messages`);
      return ((await answer.json()) as { messages: MessageReport[] }).messages;
    },
    async follow(number, signal) {
      const { body } = await ask('GET', `/customers/${number}/changes`, { signal });
      return parsed<MessageReport>(body, 'The world closed during the conversation.');
    },
    async letPass(number, ms) {
      await ask('POST', `/customers/${number}/window`, { body: { ms } });
    },
  };
}

type Refusal = { readonly error?: string };

/** Reads a stream of JSON texts, one a line; leaving the loop closes the stream. */
async function* parsed<Value>(
  body: ReadableStream<Uint8Array> | null,
  whenBroken: string,
): AsyncGenerator<Value> {
  if (body) for await (const line of linesOf(body, whenBroken)) yield JSON.parse(line) as Value;
}

async function* linesOf(
  body: ReadableStream<Uint8Array>,
  whenBroken: string,
): AsyncGenerator<string> {
  let parts: string[] = [];
  const decoder = new TextDecoder();
  try {
    for await (const bytes of body) {
      const [first = '', ...others] = decoder.decode(bytes, { stream: true }).split('\n');
      parts.push(first);
      for (const other of others) {
        yield parts.join('');
        parts = [other];
      }
    }
  } catch (cause) {
    throw new Error(whenBroken, { cause });
  }
}

import type { PostReport } from 'twilio-exchange/whatsapp/inbox.ts';
import type { CallerStep } from '#local/scenario/caller-steps.ts';
import { InvalidInput } from '#shared/errors.ts';
import type { CallMessage } from './call-message.ts';
import type { CallOrder } from './call-order.ts';
import type { CustomerOrder } from './customer-order.ts';
import type { MailReport } from './mail-report.ts';
import type { MessageReport } from './message-report.ts';

/** No world answers at the control server. */
export class NoWorld extends Error {
  override readonly name = 'NoWorld';
}

/**
 * A client of a world's control server. Each method throws `NoWorld` without a world, and `InvalidInput` for a
 * wrong request. It throws `Error` for any other refusal, and where an answer breaks off.
 */
export interface ControlClient {
  /** Places a call and yields its messages as they come; leaving the loop hangs up. */
  placeCall(order: CallOrder): AsyncGenerator<CallMessage>;
  addSteps(callSid: string, steps: readonly CallerStep[]): Promise<void>;
  /** Hangs up at once, whatever the script is doing. */
  hangUp(callSid: string): Promise<void>;
  /** Writes messages as a customer, all at once; resolves to Twilio's report on each delivery. */
  write(number: string, messages: readonly CustomerOrder[]): Promise<readonly PostReport[]>;
  /** Returns a customer's messages, including those that have not reached the phone. */
  conversation(number: string): Promise<readonly MessageReport[]>;
  /** Yields every change of a customer's messages until the signal aborts; resolves once it is subscribed. */
  follow(number: string, signal: AbortSignal): Promise<AsyncGenerator<MessageReport>>;
  /** Returns the mails to the office's people, the oldest first. */
  mails(): Promise<readonly MailReport[]>;
  /** Skips time in a customer's 24-hour window. */
  letPass(number: string, ms: number): Promise<void>;
}

/** Creates a client; it connects at the first request. */
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
    async mails() {
      const answer = await ask('GET', '/mails');
      return ((await answer.json()) as { mails: MailReport[] }).mails;
    },
    async letPass(number, ms) {
      await ask('POST', `/customers/${number}/window`, { body: { ms } });
    },
  };
}

type Refusal = { readonly error?: string };

/** Yields the JSON texts of a stream, one a line; leaving the loop closes the stream. @throws Error where the stream breaks off */
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

import type { CallerStep } from '#local/scenario/caller-steps.ts';
import { InvalidInput } from '#shared/errors.ts';
import type { CallMessage } from './call-message.ts';
import type { CallOrder } from './call-order.ts';

/** Says that no world is there to place a call in. */
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
}

/** Knows the way to a control door; nothing is asked yet. */
export function createControlClient(url: string, token: string): ControlClient {
  async function ask(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await fetch(url + path, {
      method,
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
      const { body } = await ask('POST', '/calls', order);
      if (body) for await (const line of linesOf(body)) yield JSON.parse(line) as CallMessage;
    },
    async addSteps(callSid, steps) {
      await ask('POST', `/calls/${callSid}/steps`, { steps });
    },
    async hangUp(callSid) {
      await ask('DELETE', `/calls/${callSid}`);
    },
  };
}

type Refusal = { readonly error?: string };

/** Cuts a stream into its lines; leaving the loop closes the stream. */
async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
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
    throw new Error('The world closed during the call.', { cause });
  }
}

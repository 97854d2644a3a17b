import { setTimeout as delay } from 'node:timers/promises';
import type { ExchangeError, Incident } from '../account/error-log.ts';
import type { Switches } from '../trouble/switches.ts';
import { TwimlFault } from '../twiml/fault.ts';
import { fetchAnswer } from '../twiml/fetch.ts';
import type { Delivery, WebhookSender } from '../webhook/webhook.ts';
import type { CustomerState } from './customer-state.ts';
import { type Messaging, switchesOf, webhookSender } from './messaging.ts';
import { type Reply, readReplies } from './replies.ts';

/** The conditions of posting a message to the application. */
export type Posting = {
  /** Switches of this delivery alone. */
  readonly switches?: Partial<Switches> | undefined;
  /** Delay of the delivery, so later ones overtake it. */
  readonly afterMs?: number | undefined;
  /** Parameters that are added or replaced. */
  readonly parameters?: Readonly<Record<string, string>> | undefined;
};

/** The outcome of posting a message. */
export type PostReport = {
  readonly messageSid: string;
  /** The status of the last answer; absent for a request without one. */
  readonly status?: number;
  /** The messages in the application's answer. */
  readonly replies: readonly Reply[];
  readonly errors: readonly ExchangeError[];
  /** The time that the application took, the fallback included. */
  readonly webhookMs: number;
};

/** A message that waits to be posted. */
export type Post = Posting & {
  readonly messageSid: string;
  readonly customer: CustomerState;
  readonly parameters: Readonly<Record<string, string>>;
};

/**
 * Posts a message to the application and reads the replies in its answer; never rejects.
 * @see https://www.twilio.com/docs/messaging/guides/webhook-request
 */
export async function postInbound(messaging: Messaging, post: Post): Promise<PostReport> {
  const { messageSid, customer, parameters, afterMs = 0 } = post;
  const { sender, signal, errors: debuggerLog } = messaging;
  const errors: ExchangeError[] = [];
  let status: number | undefined;
  const switches = switchesOf(messaging, customer.habits.switches, post.switches ?? {});
  const webhook: WebhookSender = {
    ...webhookSender(messaging, switches),
    onAttempt: ({ answer }) => {
      status = answer.kind === 'answered' ? answer.status : undefined;
    },
  };
  await delay(afterMs, undefined, { signal }).catch(() => {});
  const startedAt = Date.now();
  const replies = await ask(sender.inboundUrl, sender.fallbackUrl, parameters);
  const webhookMs = Date.now() - startedAt;
  return { messageSid, ...(status !== undefined && { status }), replies, errors, webhookMs };

  async function ask(
    url: string | undefined,
    fallbackUrl: string | undefined,
    parameters: Delivery['parameters'],
  ): Promise<Reply[]> {
    if (!url || signal.aborted) return [];
    const log = (incident: Incident) =>
      void errors.push(debuggerLog.add({ url, messageSid, ...incident }));
    try {
      return readReplies(await fetchAnswer({ url, method: 'POST', parameters }, webhook), log);
    } catch (error) {
      if (!(error instanceof TwimlFault)) throw error;
      if (signal.aborted) return [];
      log({ code: error.code, detail: error.message });
      const told = { ...parameters, ErrorCode: String(error.code), ErrorUrl: url };
      return ask(fallbackUrl, undefined, told);
    }
  }
}

import type { Incident } from '../account/error-log.ts';
import { type Delivery, deliver, type WebhookSender } from './webhook.ts';

/**
 * Delivers a status callback, whose answer is dropped; `log` receives a failure.
 * @see https://www.twilio.com/docs/api/errors/15003
 */
export async function callBack(
  delivery: Delivery,
  sender: WebhookSender,
  log: (incident: Incident) => void,
): Promise<void> {
  const answer = await deliver(delivery, sender);
  if (sender.signal.aborted) return;
  const { url } = delivery;
  if (answer.kind === 'failed') log({ code: answer.code, url, detail: answer.detail });
  else if (answer.status >= 400) log({ code: 15003, url, detail: `HTTP ${answer.status}` });
}

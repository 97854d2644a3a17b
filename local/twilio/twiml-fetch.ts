import { parseTwiml, type TwimlDocument } from './twiml-document.ts';
import { TwimlFault } from './twiml-fault.ts';
import { type Delivery, deliver, type WebhookSender } from './webhook.ts';

const documentTypes = ['text/xml', 'application/xml', 'text/html', 'text/plain'];

/** Asks the application for its next document; undefined when it answered with no body at all. */
export async function fetchTwiml(
  delivery: Delivery,
  sender: WebhookSender,
): Promise<TwimlDocument | undefined> {
  const answer = await deliver(delivery, sender);
  if (answer.kind === 'failed') throw new TwimlFault(answer.code, answer.detail);
  const { status, contentType, body, url } = answer;
  if (status < 200 || status > 299) throw new TwimlFault(11200, `HTTP ${status}`);
  if (!body.trim()) return undefined;
  const type = contentType?.split(';')[0]?.trim().toLowerCase();
  if (!type) throw new TwimlFault(11200, 'no Content-Type');
  if (!documentTypes.includes(type)) throw new TwimlFault(12300, type);
  return parseTwiml(body, url);
}

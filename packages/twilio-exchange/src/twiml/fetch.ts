import { type Delivery, deliver, type WebhookSender } from '../webhook/webhook.ts';
import { parseTwiml, type TwimlDocument } from './document.ts';
import { TwimlFault } from './fault.ts';

/** An answer of the application with a status of 2xx; `type` is the bare content type. */
export type FetchedAnswer = {
  readonly url: string;
  readonly type: string | undefined;
  readonly body: string;
};

/**
 * The content types that Twilio reads as a document.
 * @see https://www.twilio.com/docs/voice/twiml
 */
export const documentTypes: readonly (string | undefined)[] = [
  'text/xml',
  'application/xml',
  'text/html',
  'text/plain',
];

/** Requests the next document; undefined for an answer without a body. @throws TwimlFault as Twilio logs it. */
export async function fetchTwiml(
  delivery: Delivery,
  sender: WebhookSender,
): Promise<TwimlDocument | undefined> {
  const answer = await fetchAnswer(delivery, sender);
  if (!answer.body.trim()) return undefined;
  checkType(answer);
  return parseTwiml(answer.body, answer.url);
}

/** Requests an answer of 2xx. @throws TwimlFault for any other outcome. */
export async function fetchAnswer(
  delivery: Delivery,
  sender: WebhookSender,
): Promise<FetchedAnswer> {
  const answer = await deliver(delivery, sender);
  if (answer.kind === 'failed') throw new TwimlFault(answer.code, answer.detail);
  const { status, contentType, body, url } = answer;
  if (status < 200 || status > 299) throw new TwimlFault(11200, `HTTP ${status}`);
  return { url, type: contentType?.split(';')[0]?.trim().toLowerCase(), body };
}

/** Checks that Twilio reads an answer's content type. @throws TwimlFault (11200, 12300) where it does not. */
export function checkType({ type }: FetchedAnswer): void {
  if (!type) throw new TwimlFault(11200, 'no Content-Type');
  if (!documentTypes.includes(type)) throw new TwimlFault(12300, type);
}

import MessagingResponse from 'twilio/lib/twiml/MessagingResponse.js';
import { statusCallbackUrl } from '#shared/twilio/status-callback-url.ts';
import { toMessages } from './splitting.ts';

/**
 * Returns the TwiML that sends a text, split into as many messages as it needs; an empty text sends nothing.
 * With an `id`, Twilio reports the delivery of each message.
 */
export function messageDocument(publicBaseUrl: string, text: string, id?: string): string {
  const response = new MessagingResponse();
  // Not `action`: Twilio ignores the rest of the document after a message with one.
  const statusCallback = id === undefined ? undefined : statusCallbackUrl(publicBaseUrl, id);
  for (const message of toMessages(text)) {
    response.message(statusCallback ? { statusCallback } : {}, message);
  }
  return response.toString();
}

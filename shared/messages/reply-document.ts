import MessagingResponse from 'twilio/lib/twiml/MessagingResponse.js';
import { statusCallbackUrl } from '#shared/twilio/status-callback-url.ts';
import { toMessages } from './splitting.ts';

/** Answers with a text, in as many messages as that takes, and hears what becomes of them where they have a name; an empty text says nothing. */
export function messageDocument(publicBaseUrl: string, text: string, id?: string): string {
  const response = new MessagingResponse();
  // Its `action` would do too, but Twilio reads nothing on after one.
  const statusCallback = id === undefined ? undefined : statusCallbackUrl(publicBaseUrl, id);
  for (const message of toMessages(text)) {
    response.message(statusCallback ? { statusCallback } : {}, message);
  }
  return response.toString();
}

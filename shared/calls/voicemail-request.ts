import { log } from '#shared/log.ts';
import type { TwimlDocuments } from '#shared/twilio/twiml.ts';

/** Returns the document with which a webhook that failed asks the caller for a voicemail, and counts the caller. */
export function askAfterFailure(documents: Pick<TwimlDocuments, 'record'>): string {
  log.count('VoicemailsAsked', { reason: 'webhook-failed' });
  return documents.record();
}

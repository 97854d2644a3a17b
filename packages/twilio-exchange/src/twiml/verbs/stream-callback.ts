import { toMethod } from '../../webhook/webhook.ts';
import type { TwimlElement } from '../document.ts';
import type { LiveCall } from './verb.ts';

type StreamEvent = 'stream-started' | 'stream-stopped' | 'stream-error';

/**
 * Returns a function that reports a stream's events, if the document asks for it.
 * @see https://www.twilio.com/docs/voice/twiml/stream#statuscallback
 */
export function streamNotifier(
  { attributes }: TwimlElement,
  call: LiveCall,
  streamSid: string,
): (event: StreamEvent, error?: string) => void {
  return function notify(event, error) {
    if (!attributes.statusCallback) return;
    call.callBack({
      url: attributes.statusCallback,
      method: toMethod(attributes.statusCallbackMethod),
      parameters: {
        AccountSid: call.account.accountSid,
        CallSid: call.callSid,
        StreamSid: streamSid,
        StreamName: attributes.name ?? streamSid,
        StreamEvent: event,
        ...(error && { StreamError: error }),
        Timestamp: new Date().toISOString(),
      },
    });
  };
}

import { toMethod } from '../../webhook/webhook.ts';
import type { TwimlElement } from '../document.ts';
import type { LiveCall } from './verb.ts';

type StreamEvent = 'stream-started' | 'stream-stopped' | 'stream-error';

/** Tells the application, where it asked for it, what becomes of a stream. */
export function streamTeller(
  { attributes }: TwimlElement,
  call: LiveCall,
  streamSid: string,
): (event: StreamEvent, error?: string) => void {
  return function tell(event, error) {
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

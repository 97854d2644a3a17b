import { resolveUrl } from '../document.ts';
import { holdInStream } from './stream.ts';
import { fetchFrom, hangUp, nextVerb, type Verb } from './verb.ts';

/**
 * `<Connect>`: holds the call in a stream, then requests its action.
 * @see https://www.twilio.com/docs/voice/twiml/connect
 */
export const connect: Verb = async ({ element, document, call, interruption }) => {
  const { action, method } = element.attributes;
  const url = action && resolveUrl(document, action);
  const stream = element.children.find((child) => child.name === 'Stream');
  const opened = stream ? await holdInStream(stream, call, interruption) : false;

  const { switches } = call;
  const after = url ? fetchFrom(url, method) : nextVerb;
  if (interruption.by === 'hang-up') return switches.connectActionOnCallerHangup ? after : hangUp;
  if (interruption.by === 'redirect') return switches.connectActionOnRestRedirect ? after : hangUp;
  return opened || switches.handshakeFailure === 'action-or-next-verb' ? after : hangUp;
};

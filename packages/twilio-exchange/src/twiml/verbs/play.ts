import { playToCaller } from '../../line/playback.ts';
import { resolveUrl } from '../document.ts';
import { nextVerb, type Verb } from './verb.ts';

const MAX_LOOPS = 1000;

/**
 * `<Play>`: fetches a file and plays it; a file that fails is logged and skipped.
 * @see https://www.twilio.com/docs/voice/twiml/play
 */
export const play: Verb = async ({ element, document, call, interruption: { signal } }) => {
  const url = resolveUrl(document, element.text);
  const fetched = await call.audioLibrary.fetch(url, signal);
  if (signal.aborted) return nextVerb;
  if (fetched.kind === 'failed') {
    call.log({ code: fetched.code, url, detail: fetched.detail });
    return nextVerb;
  }
  const loops = Number(element.attributes.loop ?? 1) || MAX_LOOPS;
  for (let loop = 0; loop < loops && !signal.aborted; loop++) {
    call.emit({ type: 'playing', url });
    await playToCaller(call.line, fetched.mulaw, signal);
    if (!signal.aborted) call.emit({ type: 'played', url });
  }
  return nextVerb;
};

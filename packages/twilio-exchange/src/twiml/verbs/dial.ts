import { newSid } from '../../account/account.ts';
import { resolveUrl } from '../document.ts';
import { type DialEnd, dialOffice } from './office-leg.ts';
import { fetchFrom, nextVerb, type Verb } from './verb.ts';

const RING_SECONDS = 30;
const TALK_SECONDS = 14_400;

/**
 * `<Dial>`: connects the caller to the office, then requests its action.
 * @see https://www.twilio.com/docs/voice/twiml/dial
 */
export const dial: Verb = async ({ element, document, call, interruption }) => {
  const { action, method, callerId, timeout, timeLimit, answerOnBridge } = element.attributes;
  const after = action && resolveUrl(document, action);
  const noun = element.children.find(({ name }) => name === 'Number');
  const whisper = noun?.attributes.url;
  const dialCallSid = newSid('CA');
  const end = await dialOffice(
    {
      dialCallSid,
      number: (noun ?? element).text.trim(),
      from: callerId ?? call.from,
      ringLimitMs: Number(timeout ?? RING_SECONDS) * 1000,
      talkLimitMs: Number(timeLimit ?? TALK_SECONDS) * 1000,
      ringsUntilBridged: answerOnBridge === 'true',
      whisper: whisper
        ? fetchFrom(resolveUrl(document, whisper), noun?.attributes.method).delivery
        : undefined,
    },
    call,
    interruption,
  );
  const { status, talkedMs } = end;
  call.emit({ type: 'dial-ended', status, talkedMs });
  return after
    ? fetchFrom(after, method, { DialCallSid: dialCallSid, ...dialParameters(end) })
    : nextVerb;
};

function dialParameters({ status, talkedMs, isBridged }: DialEnd): Record<string, string> {
  const isAnswered = status === 'completed';
  return {
    DialCallStatus: status,
    DialBridged: String(isBridged),
    ...(isAnswered && { DialCallDuration: String(Math.round(talkedMs / 1000)) }),
  };
}

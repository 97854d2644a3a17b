import { type CallLog, isTerminal, toCallStatus } from './call-log.ts';
import { nextRing } from './hand-over.ts';
import { type Decision, MOVED_STREAM_LIMIT, seriesBefore } from './stream-ended.ts';

/** The facts that decide how a call goes on after a hand-over, with Twilio's statuses of both legs. */
export type EndedDial = {
  readonly call: CallLog | undefined;
  /** The generation and the phone whose `<Dial>` ended. */
  readonly rung: Rung;
  readonly callStatus: string;
  readonly dialCallStatus: string;
  /** Twilio's `DialBridged`; absent if it does not say. https://www.twilio.com/docs/voice/twiml/dial */
  readonly dialBridged?: string | undefined;
  /** The moment of the question, in epoch milliseconds. */
  readonly at: number;
};

/** One ringing of a hand-over: the generation of the call, and the index of the phone. */
export type Rung = { readonly gen: number; readonly ring: number };

/** A person who presses the key and hangs up within this time has not talked with the caller. */
const MIN_TALK_MS = 2_000;

/**
 * Returns whether a person of the office talked with the caller. A machine that picks up is never connected, and a
 * person may hang up at once after the key.
 */
export function isTaken({ call, rung, dialCallStatus, dialBridged, at }: EndedDial): boolean {
  if (dialCallStatus !== 'completed' || dialBridged === 'false') return false;
  // An earlier webhook found that nobody took this ringing, and moved on.
  if (call && call.control !== 'ended' && !isOfCall(rung, call)) return false;
  if (call?.taken_at === undefined) return dialBridged === 'true';
  return at - call.taken_at >= MIN_TALK_MS;
}

/** Returns whether this phone is the one that the call's hand-over rings. */
export function isOfCall({ gen, ring }: Rung, call: CallLog): boolean {
  return call.control === 'human' && call.gen === gen && (call.ring ?? 0) === ring;
}

/**
 * Returns how a call goes on after a phone of the office rang. A talk ends it. Otherwise the next phone rings, and
 * after the last one the agent returns.
 */
export function decideDialEnded(dial: EndedDial): Decision {
  const { call, rung, callStatus, at } = dial;
  const isOfPerson = isTaken(dial);
  if (isTerminal(toCallStatus(callStatus))) {
    return { answer: 'nothing', move: isOfPerson ? 'ended' : 'ended-untaken' };
  }
  if (isOfPerson) return { answer: 'hang-up' };
  switch (call?.control) {
    case undefined:
      return { answer: 'record', move: 'fallback' };
    case 'human':
      // The next phone rings already: a duplicate webhook gets the same document.
      if (!isOfCall(rung, call)) return { answer: 'dial' };
      if (nextRing(call.hand_over, rung.ring, at) !== undefined) {
        return { answer: 'dial', move: 'ring-next' };
      }
      return seriesBefore(call, at).moves < MOVED_STREAM_LIMIT
        ? { answer: 'connect', move: 'connect-after-dial' }
        : { answer: 'record', move: 'fallback' };
    case 'stream':
      return { answer: 'connect' };
    case 'fallback':
      return { answer: 'record' };
    case 'ended':
      return { answer: 'hang-up' };
  }
}

import { type CallLog, isTerminal, toCallStatus } from './call-log.ts';
import type { NoRing } from './hand-over.ts';

/** The most attempts in a row to connect a call again after lost or refused streams. */
export const LOST_STREAM_LIMIT = 4;
/** The most moves in a row of a call from task to task, or back from the office. */
export const MOVED_STREAM_LIMIT = 4;
/** A stream that held for this long ends the series of losses and moves; a later one has another cause. */
const HELD_MS = 60_000;

/** A change of the control record, made by one conditional write. */
export type Move =
  | 'connect-after-move'
  | 'connect-after-loss'
  | 'connect-after-dial'
  // The agent hands over, and no phone of the office can ring.
  | 'connect-after-closed'
  | 'connect-after-no-phone'
  | 'fallback'
  | 'human'
  | 'ring-next'
  | 'ended'
  // The end of a ringing that nobody took.
  | 'ended-untaken';

/** The answer to Twilio's question how a call goes on, and the move that must succeed first. */
export type Decision = {
  readonly answer: 'nothing' | 'hang-up' | 'dial' | 'connect' | 'record';
  readonly move?: Move;
};

/** The facts that decide how a call goes on after a stream. */
export type EndedStream = {
  /** The control record; absent if the store has no row of the call. */
  readonly call: CallLog | undefined;
  /** The generation whose `<Connect>` ended. */
  readonly gen: number;
  /** Twilio's CallStatus. */
  readonly callStatus: string;
  /** The reason why no phone of the office can be rung; absent if one can. */
  readonly noRing?: NoRing | undefined;
  /** The moment of the question, in epoch milliseconds. */
  readonly at: number;
};

/** Returns how a call goes on after its stream ended. */
export function decideStreamEnded({ call, gen, callStatus, noRing, at }: EndedStream): Decision {
  if (isTerminal(toCallStatus(callStatus))) return { answer: 'nothing', move: 'ended' };
  switch (call?.control) {
    case undefined:
      return { answer: 'record', move: 'fallback' };
    case 'ended':
      return { answer: 'hang-up' };
    case 'human':
      return noRing ? backToAgent(call, noRing, at) : { answer: 'dial' };
    case 'fallback':
      return call.recorded_at === undefined ? { answer: 'record' } : { answer: 'hang-up' };
    case 'stream':
      // The next generation was handed out already: a duplicate webhook gets the same document.
      if (gen < (call.gen ?? 1)) return { answer: 'connect' };
      return decideCurrent(call, noRing, at);
  }
}

/** The moves and the losses of a call in a row. */
export type Series = { readonly moves: number; readonly losses: number };

/** Returns the series of a call whose stream ended at a moment, without this end. */
export function seriesBefore(call: CallLog | undefined, at: number): Series {
  const hasHeld = call?.stream_sid !== undefined && at - (call.connected_at ?? at) >= HELD_MS;
  return hasHeld ? { moves: 0, losses: 0 } : { moves: call?.moves ?? 0, losses: call?.losses ?? 0 };
}

function decideCurrent(call: CallLog, noRing: NoRing | undefined, at: number): Decision {
  const { moves, losses } = seriesBefore(call, at);
  switch (call.intent ?? 'lost') {
    case 'goodbye':
      return { answer: 'hang-up' };
    case 'human':
      return noRing ? backToAgent(call, noRing, at) : { answer: 'dial', move: 'human' };
    case 'fallback':
      return { answer: 'record', move: 'fallback' };
    case 'moved':
      return moves < MOVED_STREAM_LIMIT
        ? { answer: 'connect', move: 'connect-after-move' }
        : recordInstead;
    case 'lost':
      return losses < LOST_STREAM_LIMIT
        ? { answer: 'connect', move: 'connect-after-loss' }
        : recordInstead;
  }
}

/** Returns the decision where no phone can ring: the agent said that one would, so it is back. */
function backToAgent(call: CallLog, noRing: NoRing, at: number): Decision {
  return seriesBefore(call, at).moves < MOVED_STREAM_LIMIT
    ? { answer: 'connect', move: `connect-after-${noRing}` }
    : recordInstead;
}

const recordInstead: Decision = { answer: 'record', move: 'fallback' };

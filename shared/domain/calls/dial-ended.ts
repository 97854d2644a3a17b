import { type CallLog, isTerminal, toCallStatus } from './call-log.ts';
import { type Decision, MOVED_STREAM_LIMIT, seriesBefore } from './stream-ended.ts';

/** The facts that decide how a call goes on after a hand-over, with Twilio's statuses of both legs. */
export type EndedDial = {
  readonly call: CallLog | undefined;
  readonly callStatus: string;
  readonly dialCallStatus: string;
  /** Twilio's `DialBridged`; absent if it does not say. https://www.twilio.com/docs/voice/twiml/dial */
  readonly dialBridged?: string | undefined;
  /** The moment of the question, in epoch milliseconds. */
  readonly at: number;
};

/** Returns whether a person of the office talked with the caller: a machine that picks up is never connected. */
export function isTaken(dial: Pick<EndedDial, 'dialCallStatus' | 'dialBridged'>): boolean {
  return dial.dialCallStatus === 'completed' && dial.dialBridged !== 'false';
}

/** Returns how a call goes on after the office was dialled. A bridge that was used ends it; otherwise the agent returns. */
export function decideDialEnded(dial: EndedDial): Decision {
  const { call, callStatus, at } = dial;
  if (isTerminal(toCallStatus(callStatus))) return { answer: 'nothing', move: 'ended' };
  if (isTaken(dial)) return { answer: 'hang-up' };
  switch (call?.control) {
    case undefined:
      return { answer: 'record', move: 'fallback' };
    case 'human':
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

import { type CallLog, isTerminal, toCallStatus } from './call-log.ts';

/** The most reconnects of a call after a lost or refused stream. */
export const LOST_STREAM_LIMIT = 2;
/** The most reconnects of a call that draining tasks moved. */
export const MOVED_STREAM_LIMIT = 4;

/** A change of the control record, made by one conditional write. */
export type Move = 'next-generation' | 'fallback' | 'human' | 'ended';

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
  /** Whether a phone number of the office is configured for hand-overs. */
  readonly officeAnswers: boolean;
};

/** Returns how a call goes on after its stream ended. */
export function decideStreamEnded({ call, gen, callStatus, officeAnswers }: EndedStream): Decision {
  if (isTerminal(toCallStatus(callStatus))) return { answer: 'nothing', move: 'ended' };
  switch (call?.control) {
    case undefined:
      return { answer: 'record', move: 'fallback' };
    case 'ended':
      return { answer: 'hang-up' };
    case 'human':
      return officeAnswers ? { answer: 'dial' } : { answer: 'record', move: 'fallback' };
    case 'fallback':
      return call.recorded_at === undefined ? { answer: 'record' } : { answer: 'hang-up' };
    case 'stream':
      // The next generation was handed out already: a duplicate webhook gets the same document.
      if (gen < (call.gen ?? 1)) return { answer: 'connect' };
      return decideCurrent(call, officeAnswers);
  }
}

function decideCurrent(call: CallLog, officeAnswers: boolean): Decision {
  const resumes = call.resumes ?? 0;
  switch (call.intent ?? 'lost') {
    case 'goodbye':
      return { answer: 'hang-up' };
    case 'human':
      return officeAnswers
        ? { answer: 'dial', move: 'human' }
        : { answer: 'record', move: 'fallback' };
    case 'fallback':
      return { answer: 'record', move: 'fallback' };
    case 'moved':
      return resumes < MOVED_STREAM_LIMIT ? connectAgain : recordInstead;
    case 'lost':
      return resumes < LOST_STREAM_LIMIT ? connectAgain : recordInstead;
  }
}

const connectAgain: Decision = { answer: 'connect', move: 'next-generation' };
const recordInstead: Decision = { answer: 'record', move: 'fallback' };

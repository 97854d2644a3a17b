import { type CallLog, isTerminal, toCallStatus } from './call-log.ts';

/** How often a call may be connected again after its stream was lost or refused. */
export const LOST_STREAM_LIMIT = 2;
/** How often a call may be connected again because a draining task moved it. */
export const MOVED_STREAM_LIMIT = 4;

/** A change of the control record; whoever makes it does so by one conditional write. */
export type Move = 'next-generation' | 'fallback' | 'human' | 'ended';

/** What Twilio is told when it asks how a call goes on, and the move that must succeed first. */
export type Decision = {
  readonly answer: 'nothing' | 'hang-up' | 'dial' | 'connect' | 'record';
  readonly move?: Move;
};

/** The facts on which the end of a stream is decided. */
export type EndedStream = {
  /** The control record; absent where the store never heard of the call. */
  readonly call: CallLog | undefined;
  /** The generation whose `<Connect>` ended. */
  readonly gen: number;
  /** Twilio's CallStatus. */
  readonly callStatus: string;
  /** Whether the office has a number to hand over to. */
  readonly officeAnswers: boolean;
};

/** Decides how a call goes on after its stream ended. */
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
      // The next generation was handed out already: this is a duplicate, and gets the same document.
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

import { newSid } from '../account/account.ts';
import type { LiveFacts } from '../account/call-parameters.ts';

/** The facts of one call, and the moments that change them. */
export interface ChangingFacts {
  readonly facts: LiveFacts;
  /** Chooses the final status of a call that is never answered. */
  refuse(status: 'busy' | 'no-answer'): void;
  /** Answers the call; returns false if it is not ringing any more. */
  answer(): boolean;
  /** Ends the call; returns false if it is over already. */
  end(): boolean;
}

/** The numbers of a call, in E.164. */
type CallEnds = {
  readonly from: string;
  readonly forwardedFrom: string | undefined;
  readonly to: string;
};

/** Creates the facts of a call that begins to ring. */
export function createCallFacts({ from, forwardedFrom, to }: CallEnds): ChangingFacts {
  const facts: LiveFacts = {
    callSid: newSid('CA'),
    from,
    to,
    ...(forwardedFrom && { forwardedFrom }),
    startedAt: Date.now(),
    status: 'ringing',
  };
  let unansweredStatus: 'busy' | 'no-answer' = 'no-answer';
  return {
    facts,
    refuse(status) {
      unansweredStatus = status;
    },
    answer() {
      if (facts.status !== 'ringing') return false;
      facts.status = 'in-progress';
      facts.answeredAt = Date.now();
      return true;
    },
    end() {
      if (facts.endedAt) return false;
      facts.endedAt = Date.now();
      facts.status = facts.answeredAt ? 'completed' : unansweredStatus;
      return true;
    },
  };
}

import type { CallFacts } from '../account/call-parameters.ts';
import type { ErrorLog } from '../account/error-log.ts';
import { durationMs, type Recordings } from '../account/recordings.ts';
import type { Line } from '../line/line.ts';
import type { LineEvent } from '../line/line-event.ts';
import type { CallReport } from './phone-call.ts';

/** The parts of a finished call from which its report is made. */
export type CallRemains = {
  readonly facts: CallFacts;
  readonly line: Line;
  readonly events: readonly LineEvent[];
  readonly errors: ErrorLog;
  readonly recordings: Recordings;
};

/** Reports a call that is over. */
export function reportOf({ facts, line, events, errors, recordings }: CallRemains): CallReport {
  const { callSid, from, to, startedAt, answeredAt, endedAt = Date.now() } = facts;
  const ended = events.find((event) => event.type === 'ended');
  return {
    callSid,
    from,
    to,
    startedAt,
    ...(answeredAt && { answeredAt }),
    endedAt,
    endedBy: ended?.by ?? 'error',
    ...line.track(),
    events,
    errors: errors.entries.filter((entry) => entry.callSid === callSid),
    recordings: recordings.ofCall(callSid).map((recording) => ({
      recordingSid: recording.recordingSid,
      durationMs: durationMs(recording),
    })),
  };
}

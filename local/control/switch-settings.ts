import type { Switches } from 'twilio-exchange/trouble/switches.ts';
import * as z from 'zod/mini';
import { exactly } from './valid-input.ts';

const flag = z.boolean('must be true or false');
const ms = z
  .int('must be a whole number of milliseconds')
  .check(z.minimum(0, 'must not be negative'));
const times = z.int('must be a whole number').check(z.minimum(1, 'must be at least 1'));
const text = z.string('must be text').check(z.maxLength(200, 'must not be longer than 200'));
const oneOf = <const Words extends readonly [string, ...string[]]>(...words: Words) =>
  z.enum(words, `must be ${words.join(' or ')}`);

/** The schema of each switch of the exchange. */
export const switchSettings: {
  readonly [Name in keyof Switches]: z.ZodMiniType<Switches[Name]>;
} = {
  connectActionOnCallerHangup: flag,
  connectActionOnRestRedirect: flag,
  handshakeFailure: oneOf('action-or-next-verb', 'hangup'),
  emptyRecording: oneOf('action+absent', 'fall-through'),
  emptyActionBody: oneOf('hangup', 'application-error'),
  streamQueryString: oneOf('strip', 'refuse'),
  loopbackWss: oneOf('tls', 'plain'),
  stopBeforeClose: flag,
  closeAfterStop: flag,
  duplicateStreamSocket: flag,
  mediaJitter: z.union(
    [oneOf('exact', 'bursts'), exactly({ stallMs: ms, afterMs: z.exactOptional(ms) })],
    'must be exact, bursts or {"stallMs": …, "afterMs": …}',
  ),
  wsSignatureUrl: oneOf('exact', 'trailing-slash'),
  recordingAvailableDelayMs: ms,
  recordingCallbackOrder: oneOf('independent', 'before-action', 'after-action'),
  statusCallbackOrder: z.union(
    [oneOf('in-order', 'shuffled', 'duplicated', 'dropped'), exactly({ lateMs: ms })],
    'must be in-order, shuffled, duplicated, dropped or {"lateMs": …}',
  ),
  webhookFaults: z.union(
    [
      oneOf('none', 'duplicate', 'connect-fail-then-retry', 'lost', 'unheard'),
      exactly({ slowMs: ms }),
      exactly({ replayAfterMs: ms }),
    ],
    'must be one of none, duplicate, connect-fail-then-retry, lost, unheard, {"replayAfterMs": …} or {"slowMs": …}',
  ),
  signatureFault: oneOf('none', 'wrong', 'missing', 'stale-token'),
  faultyUrls: text,
  restFaults: z.union(
    [
      oneOf('none'),
      exactly({
        operation: oneOf('fetch-call', 'update-call', 'recording', 'recording-media'),
        fault: oneOf(
          'too-many-requests',
          'server-error',
          'timeout-after-commit',
          'not-in-progress',
          'not-found',
          'truncated',
        ),
        times: z.exactOptional(times),
      }),
    ],
    'must be one of none and {"operation": …, "fault": …, "times": …}',
  ),
  refusedMessageStatus: oneOf('failed', 'undelivered'),
  mediaRedirectStatus: z.union([z.literal(307), z.literal(302)], 'must be 307 or 302'),
  webhookTimeoutMs: ms,
  handshakeTimeoutMs: ms,
};

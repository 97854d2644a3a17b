import { type CallStatus, isTerminal } from './call-log.ts';
import { type CallWatch, HEARTBEAT_MS, NO_MEDIA_TIMEOUT_MS } from './call-watch.ts';

/** The timing of a watchdog; tests use shorter times. */
export type WatchdogPace = {
  /** The life of one invocation: three ticks of a minute and ten seconds. Two late ticks leave no gap. */
  readonly lifeMs: number;
  /** The interval between sweeps, of all sweepers together. */
  readonly sweepEveryMs: number;
  /** The pause without claims after a gap: in a recovered store, every live stream sends two heartbeats in it. */
  readonly quietMs: number;
};

/** The timing in production. */
export const WATCHDOG_PACE: WatchdogPace = {
  lifeMs: 190_000,
  sweepEveryMs: 500,
  quietMs: 2 * HEARTBEAT_MS,
};

/** The lease on a claimed call: covers its two writes and the request to Twilio, with a margin. */
export const LEASE_MS = 2_000;
/** The deadline of Twilio's redirect request. */
export const REDIRECT_TIMEOUT_MS = 1_500;
/**
 * The most concurrent redirects of a sweeper. A redirect takes 30 to 50 ms of a processor, and a sweeper has a tenth of one.
 * Forty at once outlived every limit of theirs, and only 4 of 40 calls were moved. Eight at a time move all 40.
 */
export const REDIRECTS_AT_ONCE = 8;
/** The most redirect attempts of a call; with the pauses between, about twenty seconds. */
const MAX_ATTEMPTS = 8;
/** The first backoff after a failure; each further one doubles, up to the longest. */
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 4_000;
/** Two heartbeats in a row fail only if the store was unavailable for longer than the time between them. */
const SWEEP_GAP_MS = HEARTBEAT_MS;
/** The longest quiet time after an outage, even while streams keep coming back: silent callers must be rescued. */
const LONGEST_QUIET_MS = 6 * HEARTBEAT_MS;
/** A sweep is due once this share of the interval has passed; otherwise a sweeper would skip a whole round. */
const NEARLY = 0.8;
/** Past this no sweeper is alive: one sweeps twice a second, and another takes over within a second. */
const FRESH_MS = 5_000;

/** The last sweep that read every shard. */
export type Sweep = {
  readonly last_at: number;
  /** The end of the pause without claims, and the latest end to which it may be extended. */
  readonly quiet_until: number;
  readonly quiet_at_most_until: number;
};

/** The reason for a redirect to the recorded prompt. */
export type RedirectReason = 'no-start' | 'no-media';

/** Returns whether the next sweep is due. */
export function isStale(last: Sweep | undefined, at: number, { sweepEveryMs }: WatchdogPace) {
  return !last || at - last.last_at >= sweepEveryMs * NEARLY;
}

/** Returns whether any sweeper is alive, judged by the last sweep. */
export function isFresh(last: Sweep | undefined, at: number): boolean {
  return last !== undefined && at - last.last_at < FRESH_MS;
}

/** Returns the next sweep's record. After a gap it is quiet until no stream has come back for one heartbeat. */
export function nextSweep(
  last: Sweep | undefined,
  at: number,
  { revived, pace }: { readonly revived: readonly CallWatch[]; readonly pace: WatchdogPace },
): Sweep {
  if (!last || at - last.last_at > SWEEP_GAP_MS) {
    const quietUntil = at + pace.quietMs;
    return { last_at: at, quiet_until: quietUntil, quiet_at_most_until: at + LONGEST_QUIET_MS };
  }
  const { quiet_until, quiet_at_most_until } = last;
  // A quiet time that has ended does not restart: only a gap shows that the store was unavailable.
  if (!isQuiet(last)) return { last_at: at, quiet_until, quiet_at_most_until };
  const beatsAt = revived.map(({ deadline_at }) => deadline_at - NO_MEDIA_TIMEOUT_MS);
  const calmAt = Math.min(Math.max(...beatsAt) + HEARTBEAT_MS, quiet_at_most_until);
  return { last_at: at, quiet_until: Math.max(quiet_until, calmAt), quiet_at_most_until };
}

/** Returns whether a sweep must not claim the calls that it found due. */
export function isQuiet({ last_at, quiet_until }: Sweep): boolean {
  return last_at < quiet_until;
}

/** Returns the reason for rescuing a due call; a retried call keeps its first reason. */
export function reasonOf({ reason, phase }: CallWatch): RedirectReason {
  return reason ?? (phase === 'start' ? 'no-start' : 'no-media');
}

/** Returns the moment of the next redirect attempt, in epoch milliseconds; undefined after the last attempt. */
export function retryAt(attempts: number, at: number): number | undefined {
  if (attempts >= MAX_ATTEMPTS) return undefined;
  return at + Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), LONGEST_RETRY_MS);
}

/** Returns whether a claim still lasts for a whole request to Twilio. */
export function lastsForRedirect({ deadline_at }: CallWatch, at: number): boolean {
  return deadline_at - at >= REDIRECT_TIMEOUT_MS;
}

/** Returns whether a call that Twilio refused to redirect is over, by Twilio's own status. */
export function isOver(call: { readonly status: CallStatus } | undefined): boolean {
  return call !== undefined && isTerminal(call.status);
}

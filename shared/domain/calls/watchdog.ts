import { type CallStatus, isTerminal } from './call-log.ts';
import { type CallWatch, HEARTBEAT_MS, NO_MEDIA_TIMEOUT_MS } from './call-watch.ts';

/** How a watchdog is paced; a test lives shorter. */
export type WatchdogPace = {
  /** How long one invocation sweeps: three ticks of a minute and ten seconds, so that two late ticks leave no hole. */
  readonly lifeMs: number;
  /** How often the alarms are looked at, by all sweepers together. */
  readonly sweepEveryMs: number;
  /** How long nothing is claimed after a gap: in a store that is well again, every living stream has spoken twice by then. */
  readonly quietMs: number;
};

export const WATCHDOG_PACE: WatchdogPace = {
  lifeMs: 190_000,
  sweepEveryMs: 500,
  quietMs: 2 * HEARTBEAT_MS,
};

/** How long a claimed call is nobody else's: its two writes and the request to Twilio, with room. */
export const LEASE_MS = 2_000;
/** How long Twilio may take to move a call. */
export const REDIRECT_TIMEOUT_MS = 1_500;
/** How many calls are moved at once: half of the 100 requests that Twilio takes at a time from one account. */
export const REDIRECTS_AT_ONCE = 50;
/** How often a call is tried; with the pauses between, for about twenty seconds. */
const MAX_ATTEMPTS = 8;
/** The first pause after a failure; each further one is twice as long, up to the longest. */
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 4_000;
/** Two heartbeats in a row can fail only in a store that was away for longer than the time between them. */
const SWEEP_GAP_MS = HEARTBEAT_MS;
/** However many streams still come back, a caller whose stream does not is left in silence no longer after an outage. */
const LONGEST_QUIET_MS = 6 * HEARTBEAT_MS;
/** A sweeper that comes by when this share of the time between sweeps has passed does not wait another round. */
const NEARLY = 0.8;
/** Past this, nobody is sweeping: a live sweeper comes by twice a second, a lost one is replaced in one. */
const FRESH_MS = 5_000;

/** The last sweep that read every shard. */
export type Sweep = {
  readonly last_at: number;
  /** Until when nothing is claimed, and until when that may be prolonged. */
  readonly quiet_until: number;
  readonly quiet_at_most_until: number;
};

/** Why a call is taken to the recorded prompt. */
export type RedirectReason = 'no-start' | 'no-media';

/** Tells whether the next sweep is due. */
export function isStale(last: Sweep | undefined, at: number, { sweepEveryMs }: WatchdogPace) {
  return !last || at - last.last_at >= sweepEveryMs * NEARLY;
}

/** Tells whether somebody sweeps. */
export function isFresh(last: Sweep | undefined, at: number): boolean {
  return last !== undefined && at - last.last_at < FRESH_MS;
}

/** The sweep that follows another: after a gap it is quiet until no stream comes back any more, for a heartbeat. */
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
  // Quiet that has ended does not begin anew: only a gap says that the store was away.
  if (!isQuiet(last)) return { last_at: at, quiet_until, quiet_at_most_until };
  const beatsAt = revived.map(({ deadline_at }) => deadline_at - NO_MEDIA_TIMEOUT_MS);
  const calmAt = Math.min(Math.max(...beatsAt) + HEARTBEAT_MS, quiet_at_most_until);
  return { last_at: at, quiet_until: Math.max(quiet_until, calmAt), quiet_at_most_until };
}

/** Tells whether what a sweep found due is left alone for now. */
export function isQuiet({ last_at, quiet_until }: Sweep): boolean {
  return last_at < quiet_until;
}

/** Says of what a due call is suspected; a call that is tried again keeps its first suspicion. */
export function reasonOf({ reason, phase }: CallWatch): RedirectReason {
  return reason ?? (phase === 'start' ? 'no-start' : 'no-media');
}

/** Says when a call that could not be moved is tried again; undefined where it was tried often enough. */
export function retryAt(attempts: number, at: number): number | undefined {
  if (attempts >= MAX_ATTEMPTS) return undefined;
  return at + Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), LONGEST_RETRY_MS);
}

/** Tells whether a claim still lasts for a whole request to Twilio. */
export function lastsForRedirect({ deadline_at }: CallWatch, at: number): boolean {
  return deadline_at - at >= REDIRECT_TIMEOUT_MS;
}

/** Tells whether a call that Twilio does not move is over, by what Twilio says of it. */
export function isOver(call: { readonly status: CallStatus } | undefined): boolean {
  return call !== undefined && isTerminal(call.status);
}

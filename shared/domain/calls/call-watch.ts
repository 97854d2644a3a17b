/** A call counts as silent when its stream has not started this long after the greeting. */
export const START_TIMEOUT_MS = 3_000;
/** The interval between heartbeats of a live stream. */
export const HEARTBEAT_MS = 2_000;
/** The longest pause without a heartbeat: two heartbeats and half a second. */
export const NO_MEDIA_TIMEOUT_MS = 2 * HEARTBEAT_MS + 500;
/** The time that Twilio has to call `stream-ended` after it reported a broken stream. */
export const STREAM_ERROR_GRACE_MS = 2_000;

/** One row of `call_watch`: the deadline of a call. The control record, not this row, decides what happens. */
export type CallWatch = {
  readonly watch_shard: string;
  readonly call_sid: string;
  readonly gen: number;
  readonly phase: 'start' | 'media' | 'redirecting';
  /** A moment by the store's clock. */
  readonly deadline_at: number;
  /** The deadline before the last heartbeat moved it. */
  readonly former_deadline_at?: number;
  /** The reason of the watchdog's first claim, and the number of claims. */
  readonly reason?: 'no-start' | 'no-media';
  readonly attempts?: number;
};

const SHARDS = 4;

/** The keys of all shards of `call_watch`. */
export const watchShards: readonly string[] = Array.from({ length: SHARDS }, (_, i) => `w#${i}`);

/** Returns the shard of a call in `call_watch`; several shards keep one partition from taking every heartbeat. */
export function watchShard(callSid: string): string {
  return `w#${Number.parseInt(callSid.slice(-1), 16) % SHARDS}`;
}

/** How long after the greeting a stream may take to start before the call counts as silent. */
export const START_TIMEOUT_MS = 3_000;
/** How often a living stream says so. */
export const HEARTBEAT_MS = 2_000;
/** How long a stream may say nothing: two heartbeats and half a second. */
export const NO_MEDIA_TIMEOUT_MS = 2 * HEARTBEAT_MS + 500;
/** How long a stream that Twilio reports as broken may take to be asked about by `stream_ended`. */
export const STREAM_ERROR_GRACE_MS = 2_000;

/** One row of `call_watch`: an alarm clock that decides nothing. */
export type CallWatch = {
  readonly watch_shard: string;
  readonly call_sid: string;
  readonly gen: number;
  readonly phase: 'start' | 'media' | 'redirecting';
  /** A moment by the store's clock. */
  readonly deadline_at: number;
  /** The deadline that the last heartbeat moved. */
  readonly former_deadline_at?: number;
  /** Why the watchdog claimed it first, and how often it did. */
  readonly reason?: 'no-start' | 'no-media';
  readonly attempts?: number;
};

const SHARDS = 4;

/** All shards of `call_watch`. */
export const watchShards: readonly string[] = Array.from({ length: SHARDS }, (_, i) => `w#${i}`);

/** Spreads calls over the shards of `call_watch`, so that one partition never carries every heartbeat. */
export function watchShard(callSid: string): string {
  return `w#${Number.parseInt(callSid.slice(-1), 16) % SHARDS}`;
}

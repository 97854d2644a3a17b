import type { Lead } from '#shared/domain/office/lead.ts';

/** The place of a message in its contact's queue; it expires, so that a dead function blocks no other message. */
export type Place = { readonly messageSid: string; readonly until: number };

/** The messages of one contact that are being answered, and the contact's lead. */
export type MessageQueue = {
  /** In the order of arrival. */
  readonly places: readonly Place[];
  /** The number of messages in the current minute. */
  readonly arrivals: number;
  /** The last message that was answered. */
  readonly lastAnswered?: string | undefined;
  /** When the contact was last told to wait. */
  readonly toldToWaitAt?: number | undefined;
  readonly lead?: Lead | undefined;
};

/** The rate limit: messages of one contact answered per minute; people in a hurry write ten. */
export const MAX_ARRIVALS = 20;

/** A contact who was told to wait is not told again for this long. */
const WAIT_MS = 60_000;

/** Returns whether a message holds the first unexpired place of its queue. */
export function hasTurn({ places }: MessageQueue, messageSid: string, at: number): boolean {
  return places.find(({ until }) => until > at)?.messageSid === messageSid;
}

/** Returns whether a contact was told to wait within the last minute. */
export function isToldToWait({ toldToWaitAt }: MessageQueue, at: number): boolean {
  return toldToWaitAt !== undefined && at - toldToWaitAt < WAIT_MS;
}

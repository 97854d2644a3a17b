import type { Lead } from '#shared/domain/office/lead.ts';

/** Where a message stands among those of its contact; a place lapses, so that one whose function died holds up no other. */
export type Place = { readonly messageSid: string; readonly until: number };

/** The messages of one contact that are being answered, and what is known of the contact. */
export type MessageQueue = {
  /** The first to come first. */
  readonly places: readonly Place[];
  /** How many messages came in this minute. */
  readonly arrivals: number;
  /** The last message that was answered. */
  readonly lastAnswered?: string | undefined;
  /** When the contact was last told to wait. */
  readonly toldToWaitAt?: number | undefined;
  readonly lead?: Lead | undefined;
};

/** How many messages of one contact are answered in a minute; people in a hurry write ten. */
export const MAX_ARRIVALS = 20;

/** How long “got it, back in a minute” holds for the messages that follow. */
const WAIT_MS = 60_000;

/** Tells whether a message is the one to be answered now. */
export function hasTurn({ places }: MessageQueue, messageSid: string, at: number): boolean {
  return places.find(({ until }) => until > at)?.messageSid === messageSid;
}

/** Tells whether a contact knows already that an answer takes a while. */
export function isToldToWait({ toldToWaitAt }: MessageQueue, at: number): boolean {
  return toldToWaitAt !== undefined && at - toldToWaitAt < WAIT_MS;
}

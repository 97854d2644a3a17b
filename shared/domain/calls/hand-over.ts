/** The wish of a caller for a person of the office, as the agent understood it. */
export type HandOverWish = {
  /** The id of the broker whom they asked for by name. */
  readonly broker_id?: string | undefined;
  /** The matter in a few Hebrew words. */
  readonly reason?: string | undefined;
};

/** A hand-over to a person of the office: the phones that ring, the caller’s name and the matter. */
export type HandOver = {
  /** The phones in E.164; they ring one after the other. Empty if none could ring. */
  readonly phones: readonly string[];
  /** The caller's name, as they told it. */
  readonly caller?: string | undefined;
  readonly reason?: string | undefined;
  /** The first line of the card of the contact's last conversation, and the first promise in it. */
  readonly earlier?: string | undefined;
  readonly promised?: string | undefined;
  /** When the first phone was rung, or none could be. */
  readonly at: number;
};

/** The reason why no phone rings for a call: the office is closed, or has none that could. */
export type NoRing = 'closed' | 'no-phone';

/** The longest ringing of one phone, in seconds: a person near it has picked up by then. */
export const RING_S = 15;
/** The most phones of a hand-over: three people, and the office's own phone. */
export const MAX_PHONES = 4;
/** No phone begins to ring after this time, so that four which nobody answers take a minute. */
export const NO_NEW_RING_MS = 50_000;

/** Returns the index of the phone that rings next; undefined if none is left, or the caller has waited enough. */
export function nextRing(
  handOver: HandOver | undefined,
  ring: number,
  at: number,
): number | undefined {
  if (!handOver || at - handOver.at >= NO_NEW_RING_MS) return undefined;
  return ring + 1 < handOver.phones.length ? ring + 1 : undefined;
}

/** Returns the phones of a hand-over in their order: each once, and never one of the call itself. */
export function phonesInOrder(
  phones: readonly (string | undefined)[],
  ofCall: readonly (string | undefined)[],
): string[] {
  const isOther = (phone: string | undefined): phone is string =>
    phone !== undefined && !ofCall.includes(phone);
  return [...new Set(phones.filter(isOther))];
}

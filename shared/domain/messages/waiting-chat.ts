/** A chat without its card: columns of its contact’s row in `leads`. */
export type WaitingChat = {
  readonly contact: string;
  /** When the first message without a card came, in epoch ms. */
  readonly chat_at: number;
  /** When its card is made, and made again after a failure, in epoch ms. */
  readonly card_at: number;
};

/** A chat is over after this pause: people who write put the phone down and come back. */
export const QUIET_MS = 15 * 60_000;

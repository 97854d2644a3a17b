import type { HomeNews, Listing } from '#shared/domain/listings/listing.ts';

/** One row of `alerts`: the news of a home, and how far its telling is. It names no contact. */
export type Alert = {
  readonly id: string;
  readonly listing_id: string;
  /** The price that contacts are told: at another one, nothing is sent. */
  readonly price_ils: number;
  readonly news: HomeNews;
  /** The number of contacts whom it fitted. */
  readonly people: number;
  /**
   * `asking`: the broker is to be asked. `asked`: they may send it. `sending`: contacts are written to.
   * `sent` and `void` are its ends.
   */
  readonly state: 'asking' | 'asked' | 'sending' | 'sent' | 'void';
  /** The person who was asked, and who may send it. */
  readonly broker_id?: string | undefined;
  readonly approved_by?: string | undefined;
  /** When sending began. */
  readonly approved_at?: number | undefined;
  readonly created_at: number;
  /** When its next step is due: epoch ms; absent at an end. */
  readonly tell_at?: number | undefined;
};

/** Without an answer for so long, an alert is void: the home is news no more. */
export const ANSWERED_WITHIN_DAYS = 3;
/** Messages that could not be sent for so long are not sent any more. */
export const SENT_WITHIN_DAYS = 3;

/** Returns a home with its price, as leads keep of which they were told. */
export function alertedHome({ id, price_ils }: Pick<Listing, 'id' | 'price_ils'>): string {
  return `${id}@${price_ils}`;
}

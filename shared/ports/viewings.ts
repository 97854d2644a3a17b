import type { Viewing } from '#shared/domain/office/viewing.ts';
import type { Busy } from '#shared/domain/office/viewing-day.ts';

/** Keeps `viewings`. Contacts are E.164, moments epoch ms. */
export interface Viewings {
  /**
   * Returns a viewing as it is now; undefined if it is unknown.
   * @throws VendorFailed
   */
  find(id: string): Promise<Viewing | undefined>;
  /**
   * Books a viewing in place of others of the same contact, or returns their own earlier booking of that moment.
   * A repeated use completes a booking that was left half done.
   * @throws VendorFailed
   */
  book(viewing: Viewing, replaced?: readonly Viewing[]): Promise<Booking>;
  /**
   * Cancels a viewing and frees its time. Returns false if it is not booked any more.
   * @throws VendorFailed
   */
  cancel(viewing: Pick<Viewing, 'id' | 'contact' | 'source_id' | 'at'>): Promise<boolean>;
  /**
   * Returns the first of some moments at which home, broker and contact are free: at most `count`.
   * @throws VendorFailed
   */
  firstFree(
    wanted: Pick<Viewing, 'listing_id' | 'broker_id' | 'contact'>,
    moments: Iterable<number>,
    count: number,
  ): Promise<number[]>;
  /**
   * Returns a contact's viewings from a moment on, the soonest first, also cancelled ones: at most twenty.
   * @throws VendorFailed
   */
  ofContact(contact: string, from: number): Promise<Viewing[]>;
}

/** The outcome of a booking: the viewing and those that it replaced, or the reason against it. */
export type Booking =
  | { readonly booked: Viewing; readonly moved: readonly Viewing[] }
  /** Home, contact or broker have another viewing then, or the day has no room for more. */
  | { readonly refused: Busy | 'day_full' };

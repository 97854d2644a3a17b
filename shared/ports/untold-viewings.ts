import type { Heard, Viewing } from '#shared/domain/office/viewing.ts';

/** Keeps which viewings the brokers are still to be told of. Moments are epoch ms. */
export interface UntoldViewings {
  /**
   * Returns the viewings that were booked, moved or cancelled and are due to be told, up to a limit.
   * @throws VendorFailed
   */
  due(at: number, limit: number): Promise<Viewing[]>;
  /**
   * Notes that a message about a viewing is about to be sent. Returns false if the viewing changed meanwhile.
   * @throws VendorFailed
   */
  begin(seen: Viewing, message: Heard): Promise<boolean>;
  /**
   * Makes a viewing due at a later moment; at none without `until`. Returns false if it changed meanwhile.
   * @throws VendorFailed
   */
  settle(seen: Viewing, until: number | undefined): Promise<boolean>;
  /**
   * Makes a viewing due at a moment whose message did not arrive; ignored if it is unknown.
   * @throws VendorFailed
   */
  retell(id: string, at: number): Promise<void>;
}

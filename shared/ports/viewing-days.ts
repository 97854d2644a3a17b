import type { ViewingDay } from '#shared/domain/office/viewing-day.ts';

/** Reads `days`. */
export interface ViewingDays {
  /**
   * Returns the viewings of a day (`2026-12-01`, in Israel); none for a day without a row.
   * @throws VendorFailed
   */
  read(day: string): Promise<ViewingDay>;
}

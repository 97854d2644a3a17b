import type { Listing } from '#shared/domain/listings/listing.ts';
import type { Viewing } from './viewing.ts';

/** A viewing as a calendar shows it. */
export type CalendarViewing = {
  readonly viewing: Viewing;
  readonly listing: Listing | undefined;
  /** The lines of the contact's last card. */
  readonly card: readonly string[];
};

/** The office in whose name a calendar is written. */
export type CalendarOffice = { readonly name: string; readonly mailFrom: string };

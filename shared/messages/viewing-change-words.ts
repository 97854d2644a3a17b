import type { Listing } from '#shared/domain/listings/listing.ts';
import { addressTold, type HouseNumberSetting } from '#shared/domain/listings/told-address.ts';
import { momentInWords } from '#shared/domain/office/moment-words.ts';

/** A viewing that the office has cancelled or moved, as its contact reads of it. */
export type ChangedViewing = {
  readonly at: number;
  readonly listing: Listing | undefined;
  readonly officeName: string;
};

/** Returns what a contact reads of a viewing that the office has cancelled; `because` may be empty. */
export function cancellationWords(
  { at, listing, officeName }: ChangedViewing,
  settings: HouseNumberSetting,
  because: string,
): string {
  const why = because && ` ${because.replace(/[.\s]+$/, '')}.`;
  const which = `${momentInWords(at)}${placeOf(listing, settings, false)}`;
  return `שלום, כאן ${officeName}. הביקור שלכם ב${which}, בוטל.${why} למועד אחר אפשר להשיב כאן.`;
}

/** Returns what a contact reads of a viewing that the office has moved. */
export function moveWords(
  { at, listing, officeName }: ChangedViewing,
  settings: HouseNumberSetting,
): string {
  const to = `${momentInWords(at)}${placeOf(listing, settings, true)}`;
  return `שלום, כאן ${officeName}. הביקור שלכם הועבר ל${to}. אם המועד לא נוח, אפשר להשיב כאן.`;
}

function placeOf(
  listing: Listing | undefined,
  settings: HouseNumberSetting,
  isBooked: boolean,
): string {
  if (!listing) return '';
  const address = addressTold(listing, settings, isBooked);
  return `, ${[address, listing.city].filter(Boolean).join(', ')}`;
}

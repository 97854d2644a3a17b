import type { Listing } from '#shared/domain/listings/listing.ts';
import type { FoundListings, SearchedListing } from '#shared/domain/listings/listing-search.ts';
import {
  addressTold,
  type HouseNumberSetting,
  isNumberTold,
} from '#shared/domain/listings/told-address.ts';
import { descriptionTold } from '#shared/domain/listings/told-description.ts';

/** The most homes in a result: callers cannot follow more on the phone. */
const MAX_TOLD = 3;
/** The longest name in a result, short enough to be spoken. */
const MAX_NAME_CHARS = 60;
/** Two sentences of a description: the caller asks for more. */
const MAX_DESCRIPTION_CHARS = 120;
/** The most unknown features named back, and the length of each. */
const MAX_IGNORED = 3;
const MAX_IGNORED_CHARS = 30;
/** The homes' share of a result's 2,000 characters; three homes take about 1,200. */
const MAX_HOMES_CHARS = 1_500;

/** Returns a search's result as the model reads it: at most 2,000 characters, and only house numbers that are told. */
export function resultOf(
  { listings, found, left, near, removed, isAfterUnknown }: FoundListings,
  settings: HouseNumberSetting,
  ignored: readonly string[],
): object {
  // The number of a booked home is told by the booking and the briefing.
  const toHome = (listing: Listing) => toResult(listing, settings, false);
  const homes = withinResult(listings.slice(0, MAX_TOLD).map(toHome), MAX_HOMES_CHARS);
  const rest = MAX_HOMES_CHARS - JSON.stringify(homes).length;
  const missing = near.map(({ listing, misses }) => ({ misses, ...toHome(listing) }));
  const nearby = withinResult(missing.slice(0, MAX_TOLD), rest);
  const more = left + listings.length - homes.length;
  return {
    found,
    ...(more > 0 && { more }),
    ...(isAfterUnknown && { note: AFTER_UNKNOWN }),
    ...(removed.length > 0 && { no_longer_offered: removed.slice(0, 1).map(placeOf(settings)) }),
    ...(ignored.length > 0 && { ignored: ignored.slice(0, MAX_IGNORED).map(plainWord) }),
    ...(nearby.length > 0 && { near: nearby }),
    listings: homes,
  };
}

/** The model reads this where it told a home that is unknown. */
const AFTER_UNKNOWN = 'There is no home with the id of `after`. These are the first ones.';

/** Returns a listing as the model reads it; JSON leaves out undefined fields. */
function toResult(listing: Listing, settings: HouseNumberSetting, isBooked: boolean) {
  const isTold = isNumberTold(settings, isBooked);
  const { kind = 'apartment', neighbourhood } = listing;
  return {
    id: listing.id,
    deal: listing.deal,
    kind: kind === 'apartment' ? undefined : kind,
    city: shortened(listing.city),
    street: shortened(addressTold(listing, settings, isBooked)),
    neighbourhood: shortened(neighbourhood),
    rooms: listing.rooms,
    floor: listing.floor,
    floors: listing.floors,
    sqm: listing.sqm,
    price_ils: listing.price_ils,
    arnona_ils_two_months: listing.arnona_ils,
    vaad_ils_monthly: listing.vaad_ils,
    features: listing.features,
    available_from: listing.available_from,
    description: descriptionTold(listing, isTold, MAX_DESCRIPTION_CHARS),
  };
}

function placeOf(settings: HouseNumberSetting) {
  return (listing: SearchedListing) => ({
    city: shortened(listing.city),
    street: shortened(addressTold(listing, settings, false)),
    rooms: listing.rooms,
  });
}

type Home = { readonly description?: string | undefined };

/** Returns the first homes, as many as fit: `after` counts from the last of them. A long description is left out. */
function withinResult<One extends Home>(homes: readonly One[], maxChars: number): One[] {
  const fitting: One[] = [];
  let chars = 0;
  for (const home of homes) {
    const told = [home, { ...home, description: undefined }].find(
      (one) => chars + JSON.stringify(one).length <= maxChars,
    );
    if (!told) break;
    chars += JSON.stringify(told).length + 1;
    fitting.push(told);
  }
  return fitting;
}

function shortened<Name extends string | undefined>(name: Name): Name {
  return name?.slice(0, MAX_NAME_CHARS) as Name;
}

function plainWord(word: string): string {
  return word
    .replace(/\p{C}+/gu, ' ')
    .trim()
    .slice(0, MAX_IGNORED_CHARS)
    .toWellFormed();
}

import { isWanted, searchCatalogue } from '#shared/domain/listings/catalogue-search.ts';
import type { SearchedListing } from '#shared/domain/listings/listing-search.ts';
import type { PreparedHome } from '#shared/domain/listings/prepared-home.ts';
import { standingConsent } from './consent.ts';
import { AGREED, type Lead } from './lead.ts';
import { searchOf } from './lead-search.ts';
import type { Viewing } from './viewing.ts';

/** A home with news, beside all homes on offer: they decide which place a name means. */
export type AlertedHome = {
  readonly home: SearchedListing;
  readonly offered: readonly PreparedHome[];
};

/** A wish that is older than so many days has found its home elsewhere, or nowhere. */
export const FRESH_WISH_DAYS = 180;
const DAY_MS = 24 * 3_600_000;

/** Returns whether a contact may be told of a home: they agreed to alerts, and their search finds it. */
export function isAlertFor({ home, offered }: AlertedHome, lead: Lead, now: number): boolean {
  const wanted = isWritable(lead) && isFresh(lead, now) ? searchOf(lead) : undefined;
  if (!wanted || !isPlaced(wanted)) return false;
  // The home alone excludes nearly all; only the whole offer tells another neighbourhood of a like name.
  if (!isWanted(home, wanted)) return false;
  return searchCatalogue(offered, wanted).matches.some(({ id }) => id === home.id);
}

/** Returns whether a contact knows a home already: they saw it, or have a viewing. */
export function isKnownHome(
  viewings: readonly Pick<Viewing, 'listing_id' | 'status'>[],
  listingId: string,
): boolean {
  return viewings.some(
    ({ listing_id, status }) => listing_id === listingId && status !== 'cancelled',
  );
}

/** Returns whether an alert may be sent to a contact at all, at this moment. */
export function isWritable({ alerts, consents, opted_out_at, stage }: Lead): boolean {
  const agrees = alerts === AGREED && standingConsent(consents, 'alerts') !== undefined;
  return agrees && opted_out_at === undefined && stage !== 'won' && stage !== 'lost';
}

/** The consent is asked for together with a wish, so it is as old as the wish at most. */
function isFresh({ consents, search }: Lead, now: number): boolean {
  const wishedAt = Math.max(standingConsent(consents, 'alerts')?.at ?? 0, search?.at ?? 0);
  return now - wishedAt <= FRESH_WISH_DAYS * DAY_MS;
}

/** A wish without any place is too wide for an advertisement. */
function isPlaced({ city, neighbourhood, street }: ReturnType<typeof searchOf> & object): boolean {
  return [city, neighbourhood, street].some((place) => place?.trim());
}

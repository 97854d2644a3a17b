import * as z from 'zod/mini';
import { listingKinds } from '#shared/domain/listings/listing-kinds.ts';

const Listing = z.object({
  id: z.string(),
  deal: z.enum(['rent', 'sale']),
  kind: z.optional(z.enum(listingKinds)),
  city: z.string(),
  street: z.optional(z.string()),
  neighbourhood: z.optional(z.string()),
  rooms: z.optional(z.number()),
  floor: z.optional(z.number()),
  sqm: z.optional(z.number()),
  price_ils: z.number(),
  arnona_ils_two_months: z.optional(z.number()),
  vaad_ils_monthly: z.optional(z.number()),
  features: z.optional(z.readonly(z.array(z.string()))),
});

const Near = z.extend(Listing, { misses: z.string() });

const Found = z.object({
  listings: z.array(Listing),
  near: z.optional(z.array(Near)),
  no_longer_offered: z.optional(z.array(z.unknown())),
});

/** The part of a search result that is told to the caller. */
export type FoundListing = z.infer<typeof Listing>;

/** A home that nearly fits, and its difference in the search's own words. */
export type NearListing = z.infer<typeof Near>;

/** A noted search: its arguments, then its homes, each with its columns. */
const NOTE = /^search_listings: done;.* → (?:.*, )?(?:near|listings) /;
const NUMBERS = 'rooms floor sqm price_ils arnona_ils_two_months vaad_ils_monthly'.split(' ');
const LISTINGS = /[ ,]listings (.+)$/;
const NEAR = /[ ,]near (.+?)(?:, listings |$)/;

/** Returns the one home that the last search by a street or an advertisement found. */
export function namedHomeInNotes(notes: string): FoundListing | undefined {
  const [sent = ''] = lastSearchIn(notes).split(' → ');
  const [home, ...others] = listingsInNotes(notes);
  return /; (?:.*, )?(?:street|ad_number) /.test(sent) && others.length === 0 ? home : undefined;
}

/** Returns the homes of the last search that the product noted; one that a note cuts off is left out. */
export function listingsInNotes(notes: string): readonly FoundListing[] {
  const note = lastSearchIn(notes);
  const told = note.slice(note.indexOf(' → '));
  const homes = [LISTINGS, NEAR].flatMap((part) => part.exec(told)?.[1]?.split(' | ') ?? []);
  return homes.flatMap((listing) => {
    const columns = listing
      .split(', ')
      .map((column) => /^(\w+) (.+)$/.exec(column)?.slice(1) ?? []);
    const found = columns.map(([name = '', text = '']) => {
      if (name === 'features') return [name, text.split('/')];
      return [name, NUMBERS.includes(name) ? Number(text) : text];
    });
    return Listing.safeParse(Object.fromEntries(found)).data ?? [];
  });
}

function lastSearchIn(notes: string): string {
  return notes.split('\n').findLast((line) => NOTE.test(line)) ?? '';
}

/** The homes of a search result, and whether the wanted one was on offer once. */
export type SearchResult = {
  readonly listings: readonly FoundListing[];
  readonly near: readonly NearListing[];
  readonly isRemoved: boolean;
};

/** Returns the homes of a search result; undefined where the search failed. */
export function searchResultIn(
  result: Readonly<Record<string, unknown>>,
): SearchResult | undefined {
  const found = Found.safeParse(result).data;
  if (!found) return undefined;
  const { listings, near = [], no_longer_offered: removed = [] } = found;
  return { listings, near, isRemoved: removed.length > 0 };
}

/** Returns the listings of a search result; undefined where the search failed. */
export function listingsIn(
  result: Readonly<Record<string, unknown>>,
): readonly FoundListing[] | undefined {
  return Found.safeParse(result).data?.listings;
}

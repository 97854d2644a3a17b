import * as z from 'zod/mini';

const Listing = z.object({
  id: z.string(),
  deal: z.enum(['rent', 'sale']),
  city: z.string(),
  street: z.optional(z.string()),
  neighbourhood: z.optional(z.string()),
  rooms: z.number(),
  floor: z.optional(z.number()),
  price_ils: z.number(),
});

const Found = z.object({ listings: z.array(Listing) });

/** A home as `search_listings` gives it, as far as it is told. */
export type FoundListing = z.infer<typeof Listing>;

/** Reads what a search gave; undefined where it failed. */
export function listingsIn(
  result: Readonly<Record<string, unknown>>,
): readonly FoundListing[] | undefined {
  return Found.safeParse(result).data?.listings;
}

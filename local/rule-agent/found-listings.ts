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

/** The part of a search result that is told to the caller. */
export type FoundListing = z.infer<typeof Listing>;

/** Returns the listings of a search result; undefined where the search failed. */
export function listingsIn(
  result: Readonly<Record<string, unknown>>,
): readonly FoundListing[] | undefined {
  return Found.safeParse(result).data?.listings;
}

import * as z from 'zod/mini';

const Listing = z.object({
  id: z.string(),
  deal: z.enum(['rent', 'sale']),
  city: z.string(),
  street: z.optional(z.string()),
  neighbourhood: z.optional(z.string()),
  rooms: z.optional(z.number()),
  floor: z.optional(z.number()),
  price_ils: z.number(),
});

const Found = z.object({ listings: z.array(Listing) });

/** The part of a search result that is told to the caller. */
export type FoundListing = z.infer<typeof Listing>;

/** A noted search: its arguments, then its listings, each with its columns. */
const NOTE = /^search_listings: done;.* → .*?(?:^|, )listings (.+)$/;

/** Returns the listings of the last search that the product noted; one that a note cuts off is left out. */
export function listingsInNotes(notes: string): readonly FoundListing[] {
  const note = notes.split('\n').findLast((line) => NOTE.test(line));
  const listings = NOTE.exec(note ?? '')?.[1]?.split(' | ') ?? [];
  return listings.flatMap((listing) => {
    const columns = listing
      .split(', ')
      .map((column) => /^(\w+) (.+)$/.exec(column)?.slice(1) ?? []);
    const numbers = ['rooms', 'floor', 'price_ils'];
    const found = columns.map(([name = '', text = '']) => [
      name,
      numbers.includes(name) ? Number(text) : text,
    ]);
    return Listing.safeParse(Object.fromEntries(found)).data ?? [];
  });
}

/** Returns the listings of a search result; undefined where the search failed. */
export function listingsIn(
  result: Readonly<Record<string, unknown>>,
): readonly FoundListing[] | undefined {
  return Found.safeParse(result).data?.listings;
}

import { inTime } from '#shared/deadlines.ts';
import type { Listing } from '#shared/domain/listings/listing.ts';
import { features as allFeatures, toFeature } from '#shared/domain/listings/listing-features.ts';
import type { ListingSearch } from '#shared/domain/listings/listing-search.ts';
import { survive } from '#shared/survival.ts';
import { integer, number, oneOf, orNull, text, texts } from './arguments.ts';
import { holdTool, known, type ToolUse } from './tool.ts';

/** More homes than three nobody follows on the phone. */
const MAX_TOLD = 3;
/** What a model says of a home in one breath. */
const MAX_NAME_CHARS = 60;
/** How many wishes that are no features are named back, and how much of each. */
const MAX_IGNORED = 3;
const MAX_IGNORED_CHARS = 30;
/** With what is ignored it stays within the 2,000 characters of a result; three homes take some 800. */
const MAX_HOMES_CHARS = 1_400;
/** Who wants three rooms also wants to hear of three and a half. */
const HALF_A_ROOM = 0.5;
const ROOMS = { from: 0, to: 30 };
/** What was looked for is found without it, and a caller waits. */
const NOTING_MS = 600;

/** Looks for homes among the office's listings, and keeps what was looked for. */
export const searchListings = holdTool({
  name: 'search_listings',
  description:
    "Find homes among the office's listings, the cheapest first. Only what this returns exists. The wish is saved with it.",
  // Whoever does not hold the call may look; what they looked for is not kept.
  writes: false,
  accepts: {
    deal: oneOf(['rent', 'sale'], 'What the caller looks for: a home to rent, or for sale'),
    city: orNull(text('In Hebrew; null for anywhere')),
    rooms_min: orNull(
      number('For exactly 3 rooms give 3 twice; for at least 3 give 3 and 30', ROOMS),
    ),
    rooms_max: orNull(number('See rooms_min', ROOMS)),
    price_max_ils: orNull(
      integer('In whole shekels; of a rental for a month', { from: 1, to: 1_000_000_000 }),
    ),
    features: orNull(texts(`What the home must have, out of: ${allFeatures.join(', ')}`)),
  },
  async use({ deal, city, rooms_min, rooms_max, price_max_ils, features }, use) {
    const { parts, signal } = use;
    const words = features ?? [];
    const wanted = {
      deal,
      city: city ?? undefined,
      ...roomsBetween(rooms_min, rooms_max),
      priceMaxIls: price_max_ils ?? undefined,
      features: words.flatMap((word) => toFeature(word) ?? []),
    };
    const [found] = await Promise.all([
      parts.listings.search(wanted, signal),
      survive('tool.wish-not-noted', noting(wanted, rooms_min ?? rooms_max, use)),
    ]);
    const ignored = words
      .filter((word) => word && !toFeature(word))
      .slice(0, MAX_IGNORED)
      .map((word) => word.slice(0, MAX_IGNORED_CHARS));
    return {
      found: found.length,
      listings: withinResult(found.slice(0, MAX_TOLD).map(told)),
      ...(ignored.length > 0 && { ignored }),
    };
  },
});

/** A wish that is named is a lead, whether or not the model thinks of saving it. */
async function noting(
  { deal, city, priceMaxIls: budget_ils }: ListingSearch,
  rooms: number | null,
  { parts, turn }: ToolUse,
): Promise<void> {
  const wish = known({ deal, city: city ?? null, rooms, budget_ils: budget_ils ?? null });
  const note = async () => {
    const contact = await turn.contact();
    if (contact && (await turn.holdsCall()))
      await parts.leads.save(contact, wish, { source: turn.channel, at: parts.now() });
  };
  await inTime('dynamodb', { name: 'noting', ms: NOTING_MS }, note());
}

function roomsBetween(min: number | null, max: number | null) {
  const [one, other] = [min ?? max, max ?? min];
  if (one === null || other === null) return {};
  const [roomsMin, roomsMax] = [Math.min(one, other), Math.max(one, other)];
  return { roomsMin, roomsMax: roomsMin === roomsMax ? roomsMax + HALF_A_ROOM : roomsMax };
}

/** A home as a model is told of it; what is not known is left out by JSON. */
function told(listing: Listing) {
  return {
    id: listing.id,
    deal: listing.deal,
    city: shortened(listing.city),
    street: listing.street && shortened(listing.street),
    neighbourhood: listing.neighbourhood && shortened(listing.neighbourhood),
    rooms: listing.rooms,
    floor: listing.floor,
    sqm: listing.sqm,
    price_ils: listing.price_ils,
    features: listing.features,
    available_from: listing.available_from,
  };
}

/** Leaves out homes that an office described at too great a length. */
function withinResult<Home extends object>(homes: readonly Home[]): Home[] {
  let chars = 0;
  return homes.filter((home) => {
    const itsChars = JSON.stringify(home).length;
    if (chars + itsChars > MAX_HOMES_CHARS) return false;
    chars += itsChars;
    return true;
  });
}

function shortened(name: string): string {
  return name.slice(0, MAX_NAME_CHARS);
}

import { inTime } from '#shared/deadlines.ts';
import type { Listing } from '#shared/domain/listings/listing.ts';
import { features as allFeatures, toFeature } from '#shared/domain/listings/listing-features.ts';
import type { ListingSearch } from '#shared/domain/listings/listing-search.ts';
import { survive } from '#shared/survival.ts';
import { integer, number, oneOf, orNull, text, texts } from './arguments.ts';
import { assignAfterDeed } from './assignment.ts';
import { defineTool, type ToolUse, withoutUnknown } from './tool.ts';

/** The most homes in a result: callers cannot follow more on the phone. */
const MAX_TOLD = 3;
/** The longest name in a result, short enough to be spoken. */
const MAX_NAME_CHARS = 60;
/** The most unknown features named back, and the length of each. */
const MAX_IGNORED = 3;
const MAX_IGNORED_CHARS = 30;
/** The homes' share of a result's 2,000 characters; three homes take about 800. */
const MAX_HOMES_CHARS = 1_400;
/** A search for exactly three rooms also finds three and a half. */
const HALF_A_ROOM = 0.5;
const ROOMS = { from: 0, to: 30, step: 0.5 };
/** The limit on saving the wish: the caller is waiting, and the search does not need it. */
const NOTING_MS = 600;

/** Searches the office's listings and saves the caller's wish. */
export const searchListings = defineTool({
  name: 'search_listings',
  description:
    "Find homes among the office's listings, the cheapest first. Only what this returns exists. The wish is saved with it.",
  // A turn that no longer owns the call may still search, but its wish is not saved.
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
    const [{ listings: found, isCutOff }] = await Promise.all([
      parts.listings.search(wanted, signal),
      survive('tool.wish-not-noted', saveWish(wanted, rooms_min ?? rooms_max, use)),
    ]);
    const ignored = words
      .filter((word) => word && !toFeature(word))
      .slice(0, MAX_IGNORED)
      .map((word) => word.slice(0, MAX_IGNORED_CHARS));
    return {
      found: found.length,
      listings: withinResult(found.slice(0, MAX_TOLD).map(toResult)),
      ...(isCutOff && { incomplete: INCOMPLETE }),
      ...(ignored.length > 0 && { ignored }),
    };
  },
});

/** The model reads this where more homes may fit than were read. */
const INCOMPLETE = 'Not all homes were searched. Do not say that there is none; ask for a city.';

/** Saves the searched wish as a lead, since the model may forget to call `save_lead`. */
async function saveWish(
  { deal, city, priceMaxIls: budget_ils }: ListingSearch,
  rooms: number | null,
  use: ToolUse,
): Promise<void> {
  const { parts, turn } = use;
  const wish = withoutUnknown({ deal, city: city ?? null, rooms, budget_ils: budget_ils ?? null });
  const save = async () => {
    const contact = await turn.contact();
    if (!contact || !(await turn.holdsCall())) return;
    await parts.leads.save(contact, wish, { source: turn.channel, at: parts.now() });
    await assignAfterDeed(use, contact);
  };
  await inTime('dynamodb', { name: 'noting', ms: NOTING_MS }, save());
}

function roomsBetween(min: number | null, max: number | null) {
  const [one, other] = [min ?? max, max ?? min];
  if (one === null || other === null) return {};
  const [roomsMin, roomsMax] = [Math.min(one, other), Math.max(one, other)];
  return { roomsMin, roomsMax: roomsMin === roomsMax ? roomsMax + HALF_A_ROOM : roomsMax };
}

/** Returns a listing as the model reads it; JSON leaves out undefined fields. */
function toResult(listing: Listing) {
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

/** Returns the homes that fit into the result. */
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

import { setTimeout as sleep } from 'node:timers/promises';
import { features as allFeatures, toFeature } from '#shared/domain/listings/listing-features.ts';
import { listingKinds } from '#shared/domain/listings/listing-kinds.ts';
import type { FoundListings } from '#shared/domain/listings/listing-search.ts';
import { isParticular, type ListingSearch } from '#shared/domain/listings/listing-search.ts';
import { isStaff } from '#shared/domain/office/broker.ts';
import type { LeadSearch } from '#shared/domain/office/lead.ts';
import { survive } from '#shared/survival.ts';
import { day, integer, number, oneOf, orNull, text, texts } from './arguments.ts';
import { assignAfterDeed } from './assignment.ts';
import { resultOf } from './search-result.ts';
import { defineTool, type ToolUse, withoutUnknown } from './tool.ts';

/** A search for exactly three rooms also finds three and a half. */
const HALF_A_ROOM = 0.5;
const ROOMS = { from: 0, to: 30, step: 0.5 };
const PRICES = { from: 1, to: 1_000_000_000 };
const FLOORS = { from: -5, to: 200 };
/** The longest wait for the lead behind a search that is done: the caller is waiting for the homes. */
const NOTING_MS = 300;
/** The lead is not waited for after this time: the brain gives a tool up after 1.5 s. */
const ANSWERED_MS = 1_200;

/** The name of a house number in what a search ignored. */
const NUMBER_ALONE = 'house_number without street';

/** Searches the office's listings and saves the caller's wish. */
export const searchListings = defineTool({
  name: 'search_listings',
  description:
    "Find properties among the office's listings, the cheapest first. Only what this returns exists. `found` counts all that fit; for the next ones repeat the search with `after`. `near` misses one wish: say which. Arnona is for two months: say so. The wish is saved with it.",
  // A turn that no longer owns the call may still search, but its wish is not saved.
  writes: false,
  accepts: {
    deal: orNull(
      oneOf(['rent', 'sale'], 'To rent, or for sale; null if an ad or a house is meant'),
    ),
    kind: orNull(oneOf(listingKinds, 'apartment for דירה; null for any home')),
    city: orNull(text('In Hebrew; null for anywhere')),
    neighbourhood: orNull(text('In Hebrew, as the caller said it')),
    street: orNull(text('In Hebrew, without the house number')),
    house_number: orNull(text('Only if the caller said it')),
    ad_number: orNull(text('The number of an ad or a property that the caller read out')),
    rooms_min: orNull(
      number('For exactly 3 rooms give 3 twice; for at least 3 give 3 and 30', ROOMS),
    ),
    rooms_max: orNull(number('See rooms_min', ROOMS)),
    price_min_ils: orNull(integer('In whole shekels; of a rental for a month', PRICES)),
    price_max_ils: orNull(integer('See price_min_ils', PRICES)),
    floor_min: orNull(integer('0 is the ground floor', FLOORS)),
    floor_max: orNull(integer('See floor_min', FLOORS)),
    available_by: orNull(day('The last day on which the caller can move in')),
    features: orNull(texts(`What the home must have, out of: ${allFeatures.join(', ')}`)),
    after: orNull(text('The id of the last home that you told; null for the first ones')),
  },
  async use(sent, use) {
    const { parts, signal } = use;
    const words = sent.features ?? [];
    const wanted: ListingSearch = {
      deal: sent.deal ?? undefined,
      kind: sent.kind ?? undefined,
      city: sent.city ?? undefined,
      neighbourhood: sent.neighbourhood ?? undefined,
      street: sent.street ?? undefined,
      number: sent.house_number ?? undefined,
      adId: sent.ad_number ?? undefined,
      ...roomsBetween(sent.rooms_min, sent.rooms_max),
      priceMinIls: sent.price_min_ils ?? undefined,
      priceMaxIls: sent.price_max_ils ?? undefined,
      floorMin: sent.floor_min ?? undefined,
      floorMax: sent.floor_max ?? undefined,
      availableBy: sent.available_by ?? undefined,
      features: words.flatMap((word) => toFeature(word) ?? []),
      after: sent.after || undefined,
    };
    const startedAt = performance.now();
    const searching = parts.listings.search(wanted, signal);
    const rooms = sent.rooms_min ?? sent.rooms_max;
    const noting = survive(
      'tool.wish-not-noted',
      isParticular(wanted) ? assignByHome(searching, use) : saveWish(wanted, rooms, use),
    );
    const [found, settings] = await Promise.all([searching, parts.office.settings()]);
    const leftMs = Math.max(0, ANSWERED_MS - (performance.now() - startedAt));
    // Slower work goes on behind the answer.
    await Promise.race([noting, sleep(Math.min(NOTING_MS, leftMs), undefined, { ref: false })]);
    const ignored = words.filter((word) => word && !toFeature(word));
    // Without its street a house number names nothing.
    const isAlone = wanted.number?.trim() && !wanted.street?.trim() && !wanted.adId?.trim();
    return resultOf(found, settings, [...(isAlone ? [NUMBER_ALONE] : []), ...ignored]);
  },
});

/** Saves the searched wish as a lead, since the model may forget to call `save_lead`. */
async function saveWish(wanted: ListingSearch, rooms: number | null, use: ToolUse): Promise<void> {
  const { parts, turn } = use;
  const { deal, city, neighbourhood, priceMinIls = 0, priceMaxIls = 0, after } = wanted;
  // The next page of a search repeats its wish.
  if (!deal || after) return;
  const budget_ils = priceMaxIls && Math.max(priceMinIls, priceMaxIls);
  const told = { deal, city: city ?? null, rooms, budget_ils: budget_ils || null };
  const wish = { ...withoutUnknown(told), search: wishOfSearch(wanted, parts.now()) };
  const contact = await leadOfTurn(use);
  if (!contact) return;
  await parts.leads.save(contact, wish, { source: turn.channel, at: parts.now() });
  await assignAfterDeed(use, contact, { deal, city, neighbourhood });
}

/** Returns a search as the wish of a lead keeps it. */
function wishOfSearch(wanted: ListingSearch, at: number): LeadSearch {
  const { deal: _deal, number: _number, adId: _ad, after: _after, ...criteria } = wanted;
  return { ...criteria, at };
}

/** Gives the lead to the person of the one home that was asked about. Such a question says nothing of a wish. */
async function assignByHome(searching: Promise<FoundListings>, use: ToolUse): Promise<void> {
  // The tool itself tells of a search that fails.
  const { listings = [], found } = (await searching.catch(() => undefined)) ?? {};
  const [home] = listings;
  if (!home || found !== 1) return;
  const contact = await leadOfTurn(use);
  if (contact) await assignAfterDeed(use, contact, home);
}

/** Returns the contact whose lead this turn may change; undefined for a withheld number, and for people of the office. */
async function leadOfTurn({ parts, turn }: ToolUse): Promise<string | undefined> {
  const contact = await turn.contact();
  if (!contact || isStaff(await parts.brokers.active(), contact)) return undefined;
  return (await turn.holdsCall()) ? contact : undefined;
}

function roomsBetween(min: number | null, max: number | null) {
  const [one, other] = [min ?? max, max ?? min];
  if (one === null || other === null) return {};
  const [roomsMin, roomsMax] = [Math.min(one, other), Math.max(one, other)];
  return { roomsMin, roomsMax: roomsMin === roomsMax ? roomsMax + HALF_A_ROOM : roomsMax };
}

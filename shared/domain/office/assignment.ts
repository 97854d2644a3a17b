import type { Deal } from '#shared/domain/listings/listing.ts';
import { cityKey } from '#shared/domain/listings/listing-city.ts';
import { placeGrade, SAME } from '#shared/domain/listings/place-match.ts';
import type { Broker } from './broker.ts';
import { brokerNamed } from './broker-name.ts';
import type { Lead } from './lead.ts';
import { toPhoneNumber } from './phone-number.ts';

/** The facts that decide who of the office has a lead or a home. */
export type Matter = {
  readonly deal?: Lead['deal'];
  readonly city?: string | undefined;
  readonly neighbourhood?: string | undefined;
  /** The broker of the home that they asked for, as the office wrote it. */
  readonly broker?: string | undefined;
};

/**
 * Returns the people of the office, the best for a matter first. The home decides before the area and the deal;
 * assistants come last. Equals take turns by a hash of person and key (rendezvous hashing). It needs no
 * shared counter: two processes choose alike for one contact, and a change of staff moves few others.
 */
export function rankedBrokers(brokers: readonly Broker[], matter: Matter, key: string): Broker[] {
  const ofHome = brokerOfHome(matter, brokers);
  const ranked = brokers.map((broker) => ({
    broker,
    rank: [
      broker === ofHome ? 1 : 0,
      broker.role === 'assistant' ? 0 : 1,
      fitOf(broker, matter),
      hashOf(`${broker.id}|${key}`),
    ],
  }));
  return ranked.toSorted((one, other) => compare(other.rank, one.rank)).map(({ broker }) => broker);
}

/** Returns the facts of a lead that decide who has it; an owner's home is where it stands. */
export function matterOf(lead: Pick<Lead, 'deal' | 'city' | 'property'> | undefined): Matter {
  return { deal: lead?.deal, city: lead?.property?.city ?? lead?.city };
}

/** Returns the broker of a lead who still works here; undefined before the first assignment. */
export function brokerOfLead(
  lead: Pick<Lead, 'assigned_to'> | undefined,
  brokers: readonly Broker[],
): Broker | undefined {
  return brokers.find(({ id }) => id === lead?.assigned_to);
}

/**
 * Returns the person whom a home names: by a name or a part of it, by phone or e-mail address. Returns undefined for a
 * name that nobody here has.
 */
export function brokerOfHome(
  { broker: text }: Pick<Matter, 'broker'>,
  brokers: readonly Broker[],
): Broker | undefined {
  if (text === undefined) return undefined;
  const exact = brokers.find((one) => isNamedBy(one, text));
  if (exact) return exact;
  const named = brokerNamed(text, brokers);
  return named.is === 'found' ? named.broker : undefined;
}

/** Returns whether a text means this person: an id, a phone, an e-mail address or a name. */
export function isNamedBy({ id, phone, email, name }: Broker, text: string): boolean {
  const told = text.trim().toLowerCase();
  return (
    [id, email, name].some((one) => one?.toLowerCase() === told) || phone === toPhoneNumber(text)
  );
}

/** Returns 3 for a person of this very area, 2 for one of every area. Another area is 1, another deal 0. */
function fitOf({ areas, deals }: Broker, { deal, city, neighbourhood }: Matter): number {
  const offer = deal && dealOf(deal);
  if (offer && deals.length > 0 && !deals.includes(offer)) return 0;
  if (areas.length === 0) return 2;
  const places = [city, neighbourhood].filter((place) => place !== undefined);
  return areas.some((area) => places.some((place) => isOnePlace(place, area))) ? 3 : 1;
}

/** Returns whether two names mean one place: הצפון הישן is צפון ישן, and שכונת פלורנטין is פלורנטין. */
function isOnePlace(place: string, area: string): boolean {
  return cityKey(place) === cityKey(area) || placeGrade(place, area) === SAME;
}

/** Returns the kind of offer that a wish is about: who lets is about a rental. */
function dealOf(deal: NonNullable<Lead['deal']>): Deal {
  return deal === 'rent' || deal === 'let' ? 'rent' : 'sale';
}

/** FNV-1a, whose last bits alone would follow the last letters, with a final mixing. http://www.isthe.com/chongo/tech/comp/fnv/ */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((value, index) => value !== other[index]);
  return (one[at] ?? 0) - (other[at] ?? 0);
}

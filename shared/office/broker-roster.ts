import { createHash } from 'node:crypto';
import { isNamedBy } from '#shared/domain/office/assignment.ts';
import type { Broker } from '#shared/domain/office/broker.ts';
import { InvalidInput } from '#shared/errors.ts';

/** The facts that are told of a person; an absent one stays as it is. */
export type PersonFacts = Pick<Broker, 'phone'> & Partial<Omit<Broker, 'id' | 'phone' | 'active'>>;

/** The length of an id: far more than an office has people. */
const ID_DIGITS = 8;
/** As many people as one hand-over's choice and one page of the store hold. */
const MAX_PEOPLE = 100;

/**
 * Returns the row of a person who joins the office, or whose facts change: the phone says who it is.
 * @throws InvalidInput if a fact is missing, belongs to somebody else, or leaves the office without an owner
 */
export function withFacts(all: readonly Broker[], facts: PersonFacts, at: number): Broker {
  const known = all.find(({ phone }) => phone === facts.phone);
  const others = all.filter((one) => one.active && one !== known);
  const name = facts.name ?? known?.name;
  if (!name) throw new InvalidInput('A new person needs a name.');
  const email = facts.email ?? known?.email;
  const namesake = others.find((one) => email !== undefined && one.email === email);
  if (namesake) throw new InvalidInput(`${namesake.name} has this e-mail address already.`);
  if (others.length >= MAX_PEOPLE)
    throw new InvalidInput(`An office has ${MAX_PEOPLE} people at most.`);
  const role = facts.role ?? known?.role ?? 'broker';
  if (role !== 'owner') expectOwner(known, others);
  return {
    ...known,
    id: known?.id ?? idOf(facts.phone),
    name,
    phone: facts.phone,
    email,
    role,
    areas: facts.areas ?? known?.areas ?? [],
    deals: facts.deals ?? known?.deals ?? [],
    active: true,
    created_at: known?.created_at ?? at,
    updated_at: at,
  };
}

/**
 * Returns the row of a person who leaves the office, found by phone, name, e-mail address or id.
 * @throws InvalidInput if nobody or several are meant, or if it is the last owner
 */
export function withoutPerson(all: readonly Broker[], wanted: string, at: number): Broker {
  const active = all.filter((one) => one.active);
  // A person who left already is named again where the rest of the removal failed.
  const isWorking = active.some((one) => isNamedBy(one, wanted));
  const found = personNamed(isWorking ? active : all, wanted);
  const others = active.filter((one) => one !== found);
  expectOwner(found, others);
  // Their calendar is closed with their work, and a return does not open it again.
  return { ...found, active: false, calendar_hash: undefined, updated_at: at };
}

/**
 * Returns the person whom a phone, a name, an e-mail address or an id means.
 * @throws InvalidInput if nobody or several are meant
 */
export function personNamed(people: readonly Broker[], wanted: string): Broker {
  const meant = people.filter((one) => isNamedBy(one, wanted));
  const [found] = meant;
  if (!found) throw new InvalidInput(`The office has no "${wanted}".`);
  if (meant.length > 1) {
    const choice = meant.map(({ phone, id }) => `${phone} (${id})`).join(', ');
    throw new InvalidInput(`Several people are "${wanted}". Name one by phone or id: ${choice}.`);
  }
  return found;
}

/** Returns whether a person works in the office as an owner. */
export function isOwner({ active, role }: Broker): boolean {
  return active && role === 'owner';
}

function expectOwner(person: Broker | undefined, others: readonly Broker[]): void {
  if (!person || !isOwner(person) || others.some(isOwner)) return;
  throw new InvalidInput(`${person.name} is the last owner: make somebody else an owner first.`);
}

/** Returns the id of a new person: the same for two commands that add one phone at once. */
function idOf(phone: string): string {
  return `b-${createHash('sha256').update(phone).digest('hex').slice(0, ID_DIGITS)}`;
}

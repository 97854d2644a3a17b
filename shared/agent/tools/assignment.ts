import { inTime } from '#shared/deadlines.ts';
import type { Listing } from '#shared/domain/listings/listing.ts';
import { brokerOfHome, type Matter } from '#shared/domain/office/assignment.ts';
import { brokerNamed } from '#shared/domain/office/broker-name.ts';
import { assignLead } from '#shared/office/lead-assignment.ts';
import { survive } from '#shared/survival.ts';
import type { ToolUse } from './tool.ts';

/** The limit on an assignment: the caller is waiting, and the next deed tries it again. */
const ASSIGNING = { name: 'assigning', ms: 500 };
/** The limit on reading a home: the deed stands without it, and a hand-over must not wait for it. */
const HOME_READING = { name: 'home', ms: 400 };

/** A deed for which the office owes something. */
type OwedDeed = {
  /** Absent for a withheld number. */
  readonly contact: string | undefined;
  /** The home that it is about. */
  readonly home?: Matter | undefined;
  /** The person of the office whom they asked for, as they said it. */
  readonly askedFor?: string | null | undefined;
};

/**
 * Gives the lead to a person of the office. Returns the id of the person who has it by now. A failure leaves the
 * deed as it is, and returns undefined. Never throws.
 */
export async function assignAfterDeed(
  { parts, turn }: Pick<ToolUse, 'parts' | 'turn'>,
  contact: string,
  matter: Matter = {},
): Promise<string | undefined> {
  const origin = { source: turn.channel, at: parts.now() };
  const assigning = assignLead(parts, { ...matter, contact }, origin);
  return survive('lead.not-assigned', inTime('dynamodb', ASSIGNING, assigning));
}

/** Returns the id of a task's person: the one asked for by name, else the lead's, else the home's. Never throws. */
export async function assigneeOf(
  use: Pick<ToolUse, 'parts' | 'turn'>,
  { contact, home = {}, askedFor }: OwedDeed,
): Promise<string | undefined> {
  const people = await use.parts.brokers.active();
  const ofLead = contact ? await assignAfterDeed(use, contact, home) : undefined;
  const ofHome = brokerOfHome(home, people)?.id;
  const named = askedFor ? brokerNamed(askedFor, people) : undefined;
  if (named?.is === 'found') return named.broker.id;
  return named?.is === 'of-home' ? (ofHome ?? ofLead) : (ofLead ?? ofHome);
}

/** Returns the home of an id that the model names; undefined if it is unknown or not read in time. Never throws. */
export async function homeOf(
  { parts, signal }: Pick<ToolUse, 'parts' | 'signal'>,
  listingId: string | null,
): Promise<Listing | undefined> {
  if (!listingId) return undefined;
  const reading = parts.listings.find(listingId, signal);
  return survive('tool.home-unread', inTime('dynamodb', HOME_READING, reading));
}

import { createHash } from 'node:crypto';
import type { Lead, LeadWish, OfferedProperty } from '#shared/domain/office/lead.ts';
import {
  homeInWords,
  isSameHome,
  notesOfHome,
  placeOfHome,
} from '#shared/domain/office/offered-home.ts';
import type { Task } from '#shared/domain/office/task.ts';
import { openOrChange } from './task-opening.ts';

/** An owner's offer: the lead before it, and what is told now. */
export type Offer = {
  readonly contact: string;
  readonly before: Lead | undefined;
  readonly told: LeadWish;
};

/** Opens the task to speak to an owner, or adds what is new to the open one. Each of their homes has one at a time. */
export async function openOwnerLead(
  opening: Parameters<typeof openOrChange>[0],
  { contact, before, told }: Offer,
  terms: Pick<Task, 'due_at' | 'assigned_to'>,
): Promise<void> {
  const isKnown = isSameHome(before?.property, told.property);
  const property = { ...(isKnown && before?.property), ...told.property };
  const subject = subjectOf(property);
  // A home that was told in parts keeps the task of its first part.
  const subjects = [subject, subjectOf(isKnown ? before?.property : property)];
  const place = placeOfHome(property);
  const isOfHome = ({ id, words = '' }: Task) =>
    subjects.some((one) => id.endsWith(`-${one}`)) || (place !== '' && namesPlace(words, place));
  const { name = before?.name } = told;
  await openOrChange(
    opening,
    {
      kind: 'owner_lead',
      subject,
      earlier: [...subjects.slice(1), UNPLACED],
      contact,
      ...terms,
      words: ownerWords({ before, told, isKnown }, property),
      // Of a home that they come back to, the lead has kept no more than a line.
      isWhole: isKnown,
      ...(name && { name }),
    },
    isOfHome,
  );
}

/** The subject of a home of which no place is known yet. */
const UNPLACED = 'owner';

/** Returns the subject of a home's task. Its street and number tell a home apart, or its city alone. */
function subjectOf(property: OfferedProperty = {}): string {
  const place = placeOfHome(property) || property.city;
  if (!place) return UNPLACED;
  return `${UNPLACED}-${createHash('sha256').update(place).digest('hex').slice(0, 8)}`;
}

/** Returns whether the words of an owner's task name a place, between their commas. */
function namesPlace(words: string, place: string): boolean {
  return words
    .replace(/^[^:]*: /, '')
    .split(', ')
    .includes(place);
}

/** Returns an owner's offer in one line: `מוכרים נכס: גבעתיים, כצנלסון 12, 4 חדרים, מבקשים 2,900,000 ₪`. */
function ownerWords(
  { before, told, isKnown }: Pick<Offer, 'before' | 'told'> & { readonly isKnown: boolean },
  property: OfferedProperty,
): string {
  const known = notesOfHome(isKnown ? before?.notes : '');
  // Of several homes, these columns of the lead may be another one's.
  const facts = isKnown && known.isOnlyHome ? { ...before, ...told } : told;
  const home = homeInWords({
    ...property,
    city: property.city ?? facts.city,
    rooms: property.rooms ?? facts.rooms,
    asking_price_ils: property.asking_price_ils ?? facts.budget_ils,
  });
  const line = [home, told.notes ?? known.notes].filter(Boolean).join(', ');
  const deal = told.deal ?? before?.deal;
  const offer = deal === 'let' ? 'משכירים נכס' : deal === 'sell' ? 'מוכרים נכס' : 'מציעים נכס';
  return line ? `${offer}: ${line}` : offer;
}

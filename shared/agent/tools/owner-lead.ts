import type { LeadWish } from '#shared/domain/office/lead.ts';
import { openOrChange } from './task-opening.ts';

/** Opens the task to speak to an owner, or adds what is new to the open one. A contact has one at a time. */
export async function openOwnerLead(
  opening: Parameters<typeof openOrChange>[0],
  contact: string,
  wish: LeadWish,
): Promise<void> {
  const words = ownerWords(wish);
  const isKnown = () => true;
  await openOrChange(
    opening,
    {
      kind: 'owner_lead',
      subject: 'owner',
      contact,
      due_at: opening.at,
      words,
      ...(wish.name && { name: wish.name }),
    },
    isKnown,
  );
}

/** Returns an owner's offer in one line: `מוכרים נכס: גבעתיים, כצנלסון 12, 4 חדרים, מבקשים 2,900,000 ₪`. */
function ownerWords({ deal, city, rooms, budget_ils, notes, property = {} }: LeadWish): string {
  const { street, number, floor, sqm, exclusive } = property;
  const price = property.asking_price_ils ?? budget_ils;
  const roomCount = property.rooms ?? rooms;
  const facts = [
    property.city ?? city,
    [street, number].filter(Boolean).join(' '),
    roomCount !== undefined && `${roomCount} חדרים`,
    floor !== undefined && (floor === 0 ? 'קומת קרקע' : `קומה ${floor}`),
    sqm !== undefined && `${sqm} מ"ר`,
    price !== undefined && `מבקשים ${price.toLocaleString('en-US')} ₪`,
    exclusive !== undefined && (exclusive ? 'מוכנים לבלעדיות' : 'בלי בלעדיות'),
    notes,
  ].filter(Boolean);
  const offer = deal === 'let' ? 'משכירים נכס' : deal === 'sell' ? 'מוכרים נכס' : 'מציעים נכס';
  return facts.length > 0 ? `${offer}: ${facts.join(', ')}` : offer;
}

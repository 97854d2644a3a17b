import { listingKinds } from '#shared/domain/listings/listing-kinds.ts';
import type { LeadWish } from '#shared/domain/office/lead.ts';
import { notesBesidePlace } from '#shared/domain/office/offered-home.ts';
import { taskDueAt } from '#shared/domain/office/task-due.ts';
import { group, integer, number, oneOf, orNull, text, yesOrNo } from './arguments.ts';
import { assignAfterDeed } from './assignment.ts';
import { openOwnerLead } from './owner-lead.ts';
import { defineTool, type Refused, withoutUnknown } from './tool.ts';

const rooms = number('Halves count', { from: 0, to: 30, step: 0.5 });

/** Stores the caller's name and wish; an owner who sells or lets is a task, too. */
export const saveLead = defineTool({
  name: 'save_lead',
  description:
    'Note what the caller said of themselves and their wish. Save as soon as something new is known; null for what is not.',
  writes: true,
  accepts: {
    name: orNull(text('As the caller said it')),
    deal: orNull(
      oneOf(
        ['rent', 'sale', 'let', 'sell'],
        'rent or sale: looks for a home to rent or to buy; let or sell: has a home to let or to sell',
      ),
    ),
    city: orNull(text('In Hebrew')),
    rooms: orNull(rooms),
    budget_ils: orNull(
      integer('What they can pay, or ask for, in whole shekels; of a rental for a month', {
        from: 1,
        to: 1_000_000_000,
      }),
    ),
    notes: orNull(text('Anything else that the office should know, in one Hebrew sentence')),
    property: orNull(
      group('The home that they let or sell; null for everybody else', {
        kind: orNull(oneOf(listingKinds, 'The kind of property')),
        city: orNull(text('In Hebrew')),
        street: orNull(text('In Hebrew, without the number')),
        number: orNull(text('The number of the house')),
        floor: orNull(integer('0 for the ground floor', { from: -5, to: 200 })),
        rooms: orNull(rooms),
        sqm: orNull(integer('Square metres', { from: 1, to: 100_000 })),
        asking_price_ils: orNull(
          integer('In whole shekels; of a rental for a month', { from: 1, to: 1_000_000_000 }),
        ),
        exclusive: orNull(yesOrNo('Whether they would give the office an exclusive right')),
      }),
    ),
  },
  async use({ property: offered, ...sent }, use) {
    const { parts, turn, id } = use;
    const { channel } = turn;
    const contact = await turn.contact();
    if (!contact) return { saved: false, reason: 'no_number' };
    const property = offered ? withoutUnknown(offered) : {};
    const isOffered = Object.keys(property).length > 0;
    const notes = sent.notes && notesBesidePlace(sent.notes, property);
    const told = { ...sent, notes: notes || null };
    const wish: LeadWish = { ...withoutUnknown(told), ...(isOffered && { property }) };
    if (Object.keys(wish).length === 0) return NOTHING;
    const at = parts.now();
    const isOwner = isOffered || wish.deal === 'let' || wish.deal === 'sell';
    const before = isOwner ? await parts.leads.find(contact) : undefined;
    await parts.leads.save(contact, wish, { source: channel, at });
    // The area decides who has a lead: without a city, another deed gives it away.
    const city = property.city ?? wish.city;
    const assigned = city && (await assignAfterDeed(use, contact, { city, deal: wish.deal }));
    if (isOwner) {
      const terms = {
        due_at: taskDueAt(await parts.office.settings(), at),
        assigned_to: assigned || before?.assigned_to,
      };
      const opening = { tasks: parts.tasks, turn, useId: id, at };
      await openOwnerLead(opening, { contact, before, told: wish }, terms);
    }
    return { saved: true };
  },
});

const NOTHING: Refused = { error: 'Nothing was given. Save again when the caller told something.' };

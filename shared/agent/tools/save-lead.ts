import { integer, number, oneOf, orNull, text } from './arguments.ts';
import { assignAfterDeed } from './assignment.ts';
import { defineTool, type Refused, withoutUnknown } from './tool.ts';

/** Stores the caller's name and wish. */
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
    rooms: orNull(number('Halves count', { from: 0, to: 30, step: 0.5 })),
    budget_ils: orNull(
      integer('What they can pay, or ask for, in whole shekels; of a rental for a month', {
        from: 1,
        to: 1_000_000_000,
      }),
    ),
    notes: orNull(text('Anything else that the office should know, in one Hebrew sentence')),
  },
  async use(sent, use) {
    const { parts, turn } = use;
    const { channel } = turn;
    const contact = await turn.contact();
    if (!contact) return { saved: false, reason: 'no_number' };
    const wish = withoutUnknown(sent);
    if (Object.keys(wish).length === 0) return NOTHING;
    await parts.leads.save(contact, wish, { source: channel, at: parts.now() });
    await assignAfterDeed(use, contact);
    return { saved: true };
  },
});

const NOTHING: Refused = { error: 'Nothing was given. Save again when the caller told something.' };

import { noteConsent } from './consent-noting.ts';
import { defineTool } from './tool.ts';

/** Stores the contact's consent to be told of new homes. */
export const agreeToAlerts = defineTool({
  name: 'agree_to_alerts',
  description:
    'Note that they agreed to be written to on WhatsApp when a new home fits their wish. Ask only when a search found nothing that suits them, or when they ask to be told of new homes. Only after they said yes to exactly that: a yes to a summary or to a callback is none. Save their wish first. noted: now you may say that the office will write to them when something new comes in. no_number: they withheld their number, so nobody can write to them. opted_out: they once said or wrote that they want no messages; only they can undo it, by writing חזור on WhatsApp.',
  writes: true,
  accepts: {},
  use: (_, use) => noteConsent('alerts', use),
});

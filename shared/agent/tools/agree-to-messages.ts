import { noteConsent } from './consent-noting.ts';
import { defineTool } from './tool.ts';

/** Stores the caller's consent to messages. */
export const agreeToMessages = defineTool({
  name: 'agree_to_messages',
  description:
    'Note that the caller agreed to get a summary of the call on WhatsApp. Ask once, before you part, when a home was spoken of, a viewing was booked or a callback was asked for. Only after they said yes. It does not cover new homes: see agree_to_alerts. opted_out: they once said or wrote that they want no messages; only they can undo it, by writing חזור on WhatsApp.',
  writes: true,
  accepts: {},
  use: (_, use) => noteConsent('messages', use),
});

import { defineTool } from './tool.ts';

/** Stores the caller's consent to messages. */
export const agreeToMessages = defineTool({
  name: 'agree_to_messages',
  description:
    'Note that the caller agreed to get a summary of the call on WhatsApp. Ask once, before you part, when a home was spoken of, a viewing was booked or a callback was asked for. Only after they said yes.',
  writes: true,
  accepts: {},
  async use(_, { parts, turn }) {
    const contact = await turn.contact();
    if (!contact) return { noted: false, reason: 'no_number' };
    await parts.leads.optIn(contact, parts.now());
    return { noted: true };
  },
});

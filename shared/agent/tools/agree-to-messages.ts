import { defineTool } from './tool.ts';

/** Stores the caller's consent to messages. */
export const agreeToMessages = defineTool({
  name: 'agree_to_messages',
  description:
    'Note that the caller agreed to get a summary of the call on WhatsApp. Ask once, before you part, when a home was spoken of, a viewing was booked or a callback was asked for. Only after they said yes. opted_out: they once said or wrote that they want no messages; only they can undo it, by writing חזור on WhatsApp.',
  writes: true,
  accepts: {},
  async use(_, { parts, turn }) {
    const contact = await turn.contact();
    if (!contact) return { noted: false, reason: 'no_number' };
    const isNoted = await parts.leads.agree(contact, parts.now());
    return isNoted ? { noted: true } : { noted: false, reason: 'opted_out' };
  },
});

import { defineTool } from './tool.ts';

/** Records that the contact refuses messages. */
export const stopMessages = defineTool({
  name: 'stop_messages',
  description:
    'Record that they want no more messages from the office, in whatever words: they asked to stop, to be removed from the list, to be left alone. Use it at once and without asking back; then confirm in one sentence that the office will not write to them on its own, and that questions are still answered. Not for homes, features, days or viewings that they decline, and not when they only want you to stop speaking.',
  writes: true,
  accepts: {},
  async use(_, { parts, turn, id }) {
    const contact = await turn.contact();
    if (!contact) return { stopped: false, reason: 'no_number' };
    const source = { channel: turn.channel, id };
    // An answer to words from before a refusal is held back, so a message refuses from its own moment on.
    await parts.leads.optOut(contact, turn.writtenAt ?? parts.now(), source);
    return { stopped: true };
  },
});

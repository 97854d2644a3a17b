import { orNull, text } from './arguments.ts';
import { defineTool } from './tool.ts';

/** Requests a hand-over to the office; the session hands over after the agent's next sentence. */
export const transferToHuman = defineTool({
  name: 'transfer_to_human',
  description:
    'Put the caller through to a person of the office now. Then say one sentence about it.',
  // The session writes the call's fate itself, by its own conditional write.
  writes: false,
  accepts: { reason: orNull(text('Why, in a few words')) },
  use(_, { turn }) {
    if (!turn.officeAnswers || !turn.end) return { transferring: false, reason: 'nobody_there' };
    turn.end('human');
    return { transferring: true };
  },
});

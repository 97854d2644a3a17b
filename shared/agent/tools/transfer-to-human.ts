import { orNull, text } from './arguments.ts';
import { holdTool } from './tool.ts';

/** Asks for the caller to be put through to the office; the session does so after the agent's next sentence. */
export const transferToHuman = holdTool({
  name: 'transfer_to_human',
  description:
    'Put the caller through to a person of the office now. Then say one sentence about it.',
  // What becomes of the call is written by its session, on a condition of its own.
  writes: false,
  accepts: { reason: orNull(text('Why, in a few words')) },
  use(_, { turn }) {
    if (!turn.officeAnswers || !turn.end) return { transferring: false, reason: 'nobody_there' };
    turn.end('human');
    return { transferring: true };
  },
});

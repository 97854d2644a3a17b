import { holdTool } from './tool.ts';

/** Asks for the call to be ended; the session does so once the agent's words were heard. */
export const endCall = holdTool({
  name: 'end_call',
  description: 'Hang up, once the caller said goodbye and you said one sentence of goodbye.',
  // What becomes of the call is written by its session, on a condition of its own.
  writes: false,
  accepts: {},
  use(_, { turn }) {
    turn.end?.('goodbye');
    return { ending: true };
  },
});

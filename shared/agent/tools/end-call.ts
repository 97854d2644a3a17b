import { defineTool } from './tool.ts';

/** Requests the end of the call; the session ends it once the caller has heard the agent's words. */
export const endCall = defineTool({
  name: 'end_call',
  description: 'Hang up, once the caller said goodbye and you said one sentence of goodbye.',
  // The session writes the call's fate itself, by its own conditional write.
  writes: false,
  accepts: {},
  use(_, { turn }) {
    turn.end?.('goodbye');
    return { ending: true };
  },
});

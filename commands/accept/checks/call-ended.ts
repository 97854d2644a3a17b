import type { Check } from '#commands/accept/check.ts';
import { readTwiml } from '#commands/accept/twiml.ts';
import { demandNone } from '#commands/deployment/verdict.ts';

/** The status callback of Twilio ends a call, and the next TwiML hangs up. */
export const callEnded: Check = {
  name: 'end of a call',
  async run({ call }) {
    const { status } = await call.end();
    demandNone([status !== 204 && `call_status answers ${status}, not 204`]);
    const order = readTwiml(await call.goOn())
      .map(({ name }) => name)
      .join(', ');
    demandNone([order !== 'Hangup' && `stream_ended goes on with ${order || 'nothing'}`]);
    return `${call.callSid} is closed`;
  },
};

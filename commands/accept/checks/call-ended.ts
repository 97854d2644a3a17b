import type { Line } from '#commands/accept/check.ts';
import { readTwiml } from '#commands/accept/twiml.ts';
import { demandNone } from '#commands/deployment/verdict.ts';

/** A call that Twilio calls over is over: the store was told, and nothing is played to it any more. */
export const callEnded: Line = {
  name: 'end of a call',
  async check({ call }) {
    const { status } = await call.end();
    demandNone([status !== 204 && `call_status answers ${status}, not 204`]);
    const order = readTwiml(await call.goOn())
      .map(({ name }) => name)
      .join(', ');
    demandNone([order !== 'Hangup' && `stream_ended goes on with ${order || 'nothing'}`]);
    return `${call.callSid} is closed`;
  },
};

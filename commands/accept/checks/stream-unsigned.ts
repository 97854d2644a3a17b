import type { Line } from '#commands/accept/check.ts';
import { shakeHands } from '#commands/accept/handshake.ts';
import { demandNone } from '#commands/deployment/verdict.ts';
import { streamPaths } from '#shared/routes.ts';

/** Nobody but Twilio opens a media stream. */
export const streamUnsigned: Line = {
  name: 'media stream, unsigned',
  async check(deployment) {
    for (const path of streamPaths) {
      const status = await shakeHands(deployment, path, 'unsigned');
      demandNone([status !== 403 && `an unsigned handshake on ${path} is told ${status}, not 403`]);
    }
    return `403 on ${streamPaths.join(' and ')}`;
  },
};

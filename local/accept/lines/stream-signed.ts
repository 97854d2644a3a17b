import { shakeHands } from '#local/accept/handshake.ts';
import type { Line } from '#local/accept/line.ts';
import { demandNone } from '#local/accept/verdict.ts';
import { streamPaths } from '#shared/routes.ts';

/** Twilio’s media streams are taken, with and without a slash behind their path. */
export const streamSigned: Line = {
  name: 'media stream',
  async check(deployment) {
    for (const path of streamPaths) {
      const status = await shakeHands(deployment, path, 'signed');
      demandNone([status !== 101 && `a signed handshake on ${path} is told ${status}, not 101`]);
    }
    return `101 on ${streamPaths.join(' and ')}`;
  },
};

import type { Check } from '#commands/accept/check.ts';
import { shakeHands } from '#commands/accept/handshake.ts';
import { demandNone } from '#commands/deployment/verdict.ts';
import { streamPaths } from '#shared/routes.ts';

/** Signed media streams are accepted, with and without a slash behind their path. */
export const streamSigned: Check = {
  name: 'media stream',
  async run(deployment) {
    for (const path of streamPaths) {
      const status = await shakeHands(deployment, path, 'signed');
      demandNone([status !== 101 && `a signed handshake on ${path} is told ${status}, not 101`]);
    }
    return `101 on ${streamPaths.join(' and ')}`;
  },
};

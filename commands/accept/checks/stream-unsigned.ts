import type { Check } from '#commands/accept/check.ts';
import { shakeHands } from '#commands/accept/handshake.ts';
import { demandNone } from '#commands/deployment/verdict.ts';
import { streamPaths } from '#shared/routes.ts';

/** Unsigned media streams are refused. */
export const streamUnsigned: Check = {
  name: 'media stream, unsigned',
  async run(deployment) {
    for (const path of streamPaths) {
      const status = await shakeHands(deployment, path, 'unsigned');
      demandNone([status !== 403 && `an unsigned handshake on ${path} is told ${status}, not 403`]);
    }
    return `403 on ${streamPaths.join(' and ')}`;
  },
};

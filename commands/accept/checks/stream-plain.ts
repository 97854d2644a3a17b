import type { Check } from '#commands/accept/check.ts';
import { demandNone } from '#commands/deployment/verdict.ts';
import { streamPaths } from '#shared/routes.ts';

/** A plain request to a stream’s path gets 426 Upgrade Required, not 404. */
export const streamPlain: Check = {
  name: 'media stream, plain GET',
  async run({ requests }) {
    for (const path of streamPaths) {
      const { status } = await requests.get(path);
      demandNone([status !== 426 && `a plain GET of ${path} is told ${status}, not 426`]);
    }
    return `426 on ${streamPaths.join(' and ')}`;
  },
};

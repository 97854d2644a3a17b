import type { Line } from '#commands/accept/check.ts';
import { demandNone } from '#commands/deployment/verdict.ts';
import { streamPaths } from '#shared/routes.ts';

/** A plain request to a stream’s path is told what is missing, not that nothing is there. */
export const streamPlain: Line = {
  name: 'media stream, plain GET',
  async check({ requests }) {
    for (const path of streamPaths) {
      const { status } = await requests.get(path);
      demandNone([status !== 426 && `a plain GET of ${path} is told ${status}, not 426`]);
    }
    return `426 on ${streamPaths.join(' and ')}`;
  },
};

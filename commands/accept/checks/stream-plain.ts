import type { Check } from '#commands/accept/check.ts';
import { demandNone } from '#commands/deployment/verdict.ts';
import { streamPaths } from '#shared/routes.ts';

/** A query that Twilio never sends: an edge keeps an error of the path without it. */
const QUERY = '?of=npm-run-accept';

/** A plain request to a stream’s path gets 426 Upgrade Required, not 404, with a query or without. */
export const streamPlain: Check = {
  name: 'media stream, plain GET',
  async run({ requests }) {
    for (const path of streamPaths.flatMap((plain) => [plain, plain + QUERY])) {
      const { status } = await requests.get(path);
      demandNone([status !== 426 && `a plain GET of ${path} is told ${status}, not 426`]);
    }
    return `426 on ${streamPaths.join(' and ')}`;
  },
};

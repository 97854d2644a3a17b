import type { Line } from '#commands/accept/check.ts';
import { demandNone } from '#commands/deployment/verdict.ts';
import { routes } from '#shared/routes.ts';

/** An empty secret is no key: a request that is signed with the empty key is refused. */
export const webhookEmptyKey: Line = {
  name: 'webhook, empty key',
  async check({ requests }) {
    const { path } = routes['incoming-call'];
    const { status } = await requests.post(path, { CallSid: '' }, 'signed-with-nothing');
    demandNone([
      status !== 403 &&
        `${path} answers ${status} to the empty key, not 403: is a token in the secret empty?`,
    ]);
    return `403 on ${path}`;
  },
};

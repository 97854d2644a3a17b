import type { Check } from '#commands/accept/check.ts';
import { demandNone } from '#commands/deployment/verdict.ts';
import { routes } from '#shared/routes.ts';

/** Webhooks refuse a request that is signed with the empty key: an empty secret is an absent one. */
export const webhookEmptyKey: Check = {
  name: 'webhook, empty key',
  async run({ requests }) {
    const { path } = routes['incoming-call'];
    const { status } = await requests.post(path, { CallSid: '' }, 'signed-with-nothing');
    demandNone([
      status !== 403 &&
        `${path} answers ${status} to the empty key, not 403: is a token in the secret empty?`,
    ]);
    return `403 on ${path}`;
  },
};

import type { Check } from '#commands/accept/check.ts';
import { demandNone } from '#commands/deployment/verdict.ts';
import { routes } from '#shared/routes.ts';

/** Webhooks refuse requests that Twilio did not sign. */
export const webhookUnsigned: Check = {
  name: 'webhook, wrongly signed',
  async run({ requests }) {
    const { path } = routes['incoming-call'];
    for (const signing of ['wrongly-signed', 'unsigned'] as const) {
      const { status } = await requests.post(path, { CallSid: '' }, signing);
      demandNone([
        status !== 403 && `a request that is ${signing} gets ${status} on ${path}, not 403`,
      ]);
    }
    return `403 on ${path}`;
  },
};

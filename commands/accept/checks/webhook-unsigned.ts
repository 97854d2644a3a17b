import type { Line } from '#commands/accept/check.ts';
import { demandNone } from '#commands/deployment/verdict.ts';
import { routes } from '#shared/routes.ts';

/** Nobody but Twilio is answered by a webhook. */
export const webhookUnsigned: Line = {
  name: 'webhook, wrongly signed',
  async check({ requests }) {
    const { path } = routes['incoming-call'];
    for (const signing of ['wrongly-signed', 'unsigned'] as const) {
      const { status } = await requests.post(path, { CallSid: '' }, signing);
      demandNone([status !== 403 && `${path} tells who is ${signing} ${status}, not 403`]);
    }
    return `403 on ${path}`;
  },
};

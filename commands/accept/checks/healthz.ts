import type { Check } from '#commands/accept/check.ts';
import { demandNone } from '#commands/deployment/verdict.ts';
import { routes } from '#shared/routes.ts';

/** The Lambda functions run. */
export const healthz: Check = {
  name: routes.healthz.path,
  async run({ requests }) {
    const { status, body } = await requests.get(routes.healthz.path);
    demandNone([status !== 200 && `answers ${status}`, body !== 'ok' && 'does not say ok']);
    return 'ok';
  },
};

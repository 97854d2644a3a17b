import type { Line } from '#commands/accept/check.ts';
import { demandNone } from '#commands/deployment/verdict.ts';
import { routes } from '#shared/routes.ts';

/** The functions run. */
export const healthz: Line = {
  name: routes.healthz.path,
  async check({ requests }) {
    const { status, body } = await requests.get(routes.healthz.path);
    demandNone([status !== 200 && `answers ${status}`, body !== 'ok' && 'does not say ok']);
    return 'ok';
  },
};

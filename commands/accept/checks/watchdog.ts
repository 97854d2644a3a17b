import type { Line } from '#commands/accept/check.ts';
import { readReadiness } from '#commands/accept/readiness.ts';
import { demandNone } from '#commands/deployment/verdict.ts';

/** Silent calls are looked for: the watchdog's schedule is enabled and its last sweep not long ago. */
export const watchdog: Line = {
  name: 'watchdog',
  async check({ requests }) {
    const { watchdog: word = 'missing in /readyz' } = (await readReadiness(requests)).parts;
    demandNone([word !== 'ok' && `is ${word}: nobody would rescue a silent call`]);
    return 'sweeps';
  },
};

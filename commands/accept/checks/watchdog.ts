import type { Check } from '#commands/accept/check.ts';
import { readReadiness } from '#commands/accept/readiness.ts';
import { demandNone } from '#commands/deployment/verdict.ts';

/** The watchdog’s schedule is enabled, and its last sweep is recent. */
export const watchdog: Check = {
  name: 'watchdog',
  async run({ requests }) {
    const { watchdog: word = 'missing in /readyz' } = (await readReadiness(requests)).parts;
    demandNone([word !== 'ok' && `is ${word}: silent calls would not be rescued`]);
    return 'sweeps';
  },
};

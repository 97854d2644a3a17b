import type { Check } from '#commands/accept/check.ts';
import { readReadiness } from '#commands/accept/readiness.ts';
import { demandNone } from '#commands/deployment/verdict.ts';
import { routes } from '#shared/routes.ts';

/** Every part of the system works, or is disabled. */
export const readyz: Check = {
  name: routes.readyz.path,
  async run({ requests }) {
    const { httpStatus, status, parts } = await readReadiness(requests);
    const missing = partNames.filter((name) => !(name in parts));
    const failed = Object.entries(parts).filter(([, word]) => !good.includes(word));
    demandNone([
      ...failed.map(([name, word]) => `${name} is ${word}`),
      missing.length > 0 && `says nothing of ${missing.join(', ')}`,
      status !== 'ready' && `says ${status}`,
      httpStatus !== 200 && `answers ${httpStatus}`,
    ]);
    return Object.entries(parts)
      .map(([name, word]) => `${name} ${word}`)
      .join(', ');
  },
};

const partNames = ['db', 'openai', 'tts', 'watchdog', 'staff'];
/** The words of a part that has not failed; those of `staff` are its ways. */
const good = ['ok', 'disabled', 'whatsapp', 'email', 'whatsapp+email'];

import { signature } from 'twilio-exchange/account/account.ts';
import { readConfig } from '#shared/config/config.ts';
import { routes, streamPaths } from '#shared/routes.ts';
import type { Injector } from './fault.ts';

/** One person with a shell loop. */
const AT_ONCE = 40;

/** Sends requests of a stranger to public endpoints. One that is served, or answered with a failure of ours, fails the row. */
export const injectHostileRequests: Injector<'hostile-request'> = async ({ does }, { world }) => {
  const { publicBaseUrl, twilio } = readConfig(world.env);
  const webhook = publicBaseUrl + routes['incoming-call'].path;
  const form = { CallSid: `CA${'0'.repeat(32)}`, From: '+972500000000', To: '+97233000000' };
  const post = (headers: Readonly<Record<string, string>>) =>
    fetch(webhook, { method: 'POST', headers, body: new URLSearchParams(form) });
  const many = (ask: () => Promise<Response>) => Promise.all(Array.from({ length: AT_ONCE }, ask));
  const demand = async (answers: readonly Response[], ...statuses: readonly number[]) => {
    for (const answer of answers) {
      await answer.body?.cancel();
      if (!statuses.includes(answer.status))
        throw new Error(`A stranger was answered ${answer.status}.`);
    }
    return undefined;
  };
  switch (does) {
    case 'ask-for-a-stream':
      return demand([await fetch(`${publicBaseUrl}${streamPaths[0]}?of=a-stranger`)], 426);
    case 'sign-with-nothing': {
      const account = { accountSid: twilio.accountSid, authToken: '' };
      return demand([await post({ 'x-twilio-signature': signature(account, webhook, form) })], 403);
    }
    case 'post-unsigned':
      return demand(await many(() => post({})), 403);
    case 'ask-readiness':
      // A part of the product may be late just then.
      return demand(await many(() => fetch(publicBaseUrl + routes.readyz.path)), 200, 503);
  }
};

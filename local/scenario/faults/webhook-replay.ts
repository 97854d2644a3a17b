import { signature } from 'twilio-exchange/account/account.ts';
import { readConfig } from '#shared/config/config.ts';
import { routes } from '#shared/routes.ts';
import type { Injector } from './fault.ts';

/** Sends a webhook of the call again, with a valid signature. */
export const injectReplay: Injector<'replay'> = async ({ webhook }, { world, callSid = '' }) => {
  const { publicBaseUrl, twilio } = readConfig(world.env);
  const { callLog } = await world.crm.ofCall(callSid);
  const query = webhook === 'stream-ended' ? '?gen=1' : '';
  const url = `${publicBaseUrl}${routes[webhook].path}${query}`;
  const parameters = {
    AccountSid: twilio.accountSid,
    CallSid: callSid,
    CallStatus: webhook === 'incoming-call' ? 'ringing' : 'in-progress',
    From: callLog?.from_number ?? '',
    To: callLog?.to_number ?? '',
  };
  const account = {
    accountSid: twilio.accountSid,
    authToken: world.env['TWILIO_AUTH_TOKEN'] ?? '',
  };
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'x-twilio-signature': signature(account, url, parameters) },
    body: new URLSearchParams(parameters),
  });
  if (!answer.ok) throw new Error(`The replayed webhook was answered ${answer.status}.`);
  await answer.arrayBuffer();
  return undefined;
};

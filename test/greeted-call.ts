import { routes } from '#shared/routes.ts';
import { callFields, parameter, post } from './twilio-requests.ts';

/** Greets a ringing call; returns it with its form, its document and the token of its first stream. */
export async function greetedCall(world: Parameters<typeof post>[0]) {
  const fields = callFields();
  const { body: twiml } = await post(world, routes['incoming-call'].path, fields);
  return { callSid: fields.CallSid, fields, twiml, token: parameter(twiml, 'token') };
}

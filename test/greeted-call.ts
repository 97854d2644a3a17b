import { routes } from '#shared/routes.ts';
import { callFields, parameter, post } from './twilio-requests.ts';

/** Lets a call ring and be greeted; returns it with the token of its first stream. */
export async function greetedCall(world: Parameters<typeof post>[0]) {
  const fields = callFields();
  const { body } = await post(world, routes['incoming-call'].path, fields);
  return { callSid: fields.CallSid, token: parameter(body, 'token') };
}

import * as z from 'zod/mini';

/** Twilio's identifiers: two letters and 32 hex digits. */
const sid = (prefix: string) => z.string().check(z.regex(new RegExp(`^${prefix}[0-9a-f]{32}$`)));

/** A call's identifier. */
export const callSid = sid('CA');
/** A recording's identifier. */
export const recordingSid = sid('RE');
/** A message's identifier: of a text, or of one with media. */
export const messageSid = sid('(SM|MM)');

/** The generation that our own action and callback URLs carry. */
export const generation = z.pipe(
  z.string().check(z.regex(/^\d{1,4}$/)),
  z.transform((digits: string) => Number(digits)),
);

/** A phone number or what stands for one where it is withheld; bounded, never trusted. */
export const party = z.string().check(z.maxLength(256));

/** Twilio's word for the state of a call. */
const status = z.string().check(z.maxLength(32));

/** What every request about a call in progress carries. */
export const callForm = z.object({ CallSid: callSid, From: party, To: party, CallStatus: status });

/** What `<Connect action>` and `<Dial action>` carry in addition. */
export const generationForm = z.extend(callForm, { gen: generation });

import * as z from 'zod/mini';

/** Twilio's identifiers: two letters and 32 hex digits. */
const sid = (prefix: string) => z.string().check(z.regex(new RegExp(`^${prefix}[0-9a-f]{32}$`)));

/** A call's identifier. */
export const callSid = sid('CA');
/** A recording's identifier. */
export const recordingSid = sid('RE');
/** A message's identifier: of a text, or of one with media. */
export const messageSid = sid('(SM|MM)');

/** The generation in our own action and callback URLs. */
export const generation = z.pipe(
  z.string().check(z.regex(/^\d{1,4}$/)),
  z.transform((digits: string) => Number(digits)),
);

/** A phone number, a SIP address, or Twilio's word for a withheld number; bounded, never trusted. */
export const party = z.string().check(z.maxLength(256));

/** Twilio's CallStatus. */
const status = z.string().check(z.maxLength(32));

/** The parameters of every request about a call in progress: https://www.twilio.com/docs/voice/twiml */
export const callForm = z.object({
  CallSid: callSid,
  // A trunk may leave the caller out: then it is a withheld one.
  From: z._default(party, ''),
  To: party,
  CallStatus: status,
  // Where the carrier tells it: https://www.twilio.com/docs/voice/twiml
  ForwardedFrom: z.optional(party),
});

/** The parameters of `<Connect action>`, whose URL carries a generation. */
export const generationForm = z.extend(callForm, { gen: generation });

/** The index of a phone in our own URLs of a hand-over. */
const ring = z.pipe(
  z.string().check(z.regex(/^\d{1,2}$/)),
  z.transform((digits: string) => Number(digits)),
);

/**
 * The parameters of `<Dial action>`, whose URL carries the generation and the phone that rang. A hand-over that an
 * earlier version began has neither.
 */
export const dialForm = z.extend(callForm, {
  gen: z.optional(generation),
  ring: z._default(ring, 0),
  DialCallStatus: status,
  // https://www.twilio.com/docs/voice/twiml/dial
  DialBridged: z.optional(status),
});

/** The parameters of a whisper and of its keys, whose URL names the caller's call and the phone. */
export const whisperForm = z.extend(generationForm, {
  call: callSid,
  ring,
  Digits: z.optional(status),
  // Of our own URL: the words behind the key have been said.
  told: z.optional(status),
});

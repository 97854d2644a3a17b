/** Who is said to call where a deployment is tried out: no phone number, so nobody becomes a contact, is remembered or called back. */
export const PROBE_CALLER = 'client:acceptance-check';

/** Who is said to write: a number that withheld callers have, so nobody becomes a contact. */
export const PROBE_WRITER = 'whatsapp:+266696687';

/** How the identifier of such a call or message goes on behind its two letters: sixteen digits that Twilio draws once in 2^64. */
export const PROBE_SUFFIX = 'accede0000000000';

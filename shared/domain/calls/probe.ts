/** The `From` of calls that check a deployment. Not a phone number, so it creates no contact, memory or callback. */
export const PROBE_CALLER = 'client:acceptance-check';

/** The `From` of messages that check a deployment: a number of withheld callers, so it creates no contact. */
export const PROBE_WRITER = 'whatsapp:+266696687';

/** The first sixteen digits of a check's SID, behind its two letters; Twilio draws them once in 2^64. */
export const PROBE_SUFFIX = 'accede0000000000';

import type { Account } from './account.ts';

/**
 * The status of a call.
 * @see https://www.twilio.com/docs/voice/api/call-resource
 */
export type CallStatus =
  | 'ringing'
  | 'in-progress'
  | 'completed'
  | 'busy'
  | 'no-answer'
  | 'failed'
  | 'canceled';

/** The facts of a call that every request about it carries. */
export type CallFacts = {
  readonly callSid: string;
  readonly from: string;
  readonly to: string;
  /** The line that forwarded the call, where the carrier tells it. */
  readonly forwardedFrom?: string;
  readonly startedAt: number;
  readonly status: CallStatus;
  readonly answeredAt?: number;
  readonly endedAt?: number;
  /** The call whose `<Dial>` opened this one. */
  readonly parentCallSid?: string;
};

/** The facts of a call under way, which change. */
export type LiveFacts = { -readonly [Key in keyof CallFacts]: CallFacts[Key] };

/**
 * Returns the standard parameters of a voice webhook; unknown places are sent blank, and signed.
 * @see https://www.twilio.com/docs/voice/twiml#request-parameters
 */
export function callParameters(account: Account, call: CallFacts): Record<string, string> {
  return {
    AccountSid: account.accountSid,
    ApiVersion: '2010-04-01',
    CallSid: call.callSid,
    CallStatus: call.status,
    Direction: directionOf(call),
    ...(call.parentCallSid && { ParentCallSid: call.parentCallSid }),
    ...(call.forwardedFrom && { ForwardedFrom: call.forwardedFrom }),
    ...(call.status === 'ringing' && { CallToken: JSON.stringify({ call: call.callSid }) }),
    ...party('From', call.from),
    ...party('Caller', call.from),
    ...party('To', call.to),
    ...party('Called', call.to),
  };
}

/** Returns Twilio's word for the direction of a call. */
export function directionOf({ parentCallSid }: CallFacts): 'inbound' | 'outbound-dial' {
  return parentCallSid ? 'outbound-dial' : 'inbound';
}

/**
 * Returns the parameters that a number's status callback adds when the call is over.
 * @see https://www.twilio.com/docs/voice/api/call-resource
 */
export function endParameters(call: CallFacts): Record<string, string> {
  const seconds = callSeconds(call);
  return {
    CallDuration: String(seconds),
    Duration: String(Math.ceil(seconds / 60)),
    Timestamp: toRfc2822(call.endedAt ?? Date.now()),
    CallbackSource: 'call-progress-events',
    SequenceNumber: '0',
    SipResponseCode: call.answeredAt ? '200' : '487',
  };
}

/** Returns the length of an answered call in whole seconds; 0 for any other. */
export function callSeconds({ answeredAt, endedAt }: CallFacts): number {
  return answeredAt && endedAt ? Math.round((endedAt - answeredAt) / 1000) : 0;
}

/** Returns a moment in RFC 2822, as the REST API writes it: `Tue, 31 Aug 2010 20:36:28 +0000`. */
export function toRfc2822(at: number): string {
  return new Date(at).toUTCString().replace('GMT', '+0000');
}

function party(role: string, number: string): Record<string, string> {
  return {
    [role]: number,
    [`${role}City`]: '',
    [`${role}State`]: '',
    [`${role}Zip`]: '',
    [`${role}Country`]: number.startsWith('+972') ? 'IL' : '',
  };
}

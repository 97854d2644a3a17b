import type { Account } from './account.ts';

/** Where a call stands, in Twilio's words. */
export type CallStatus =
  | 'ringing'
  | 'in-progress'
  | 'completed'
  | 'busy'
  | 'no-answer'
  | 'failed'
  | 'canceled';

/** What every request about a call tells of it. */
export type CallFacts = {
  readonly callSid: string;
  readonly from: string;
  readonly to: string;
  readonly startedAt: number;
  readonly status: CallStatus;
  readonly answeredAt?: number;
  readonly endedAt?: number;
  /** The call that this one was dialled for. */
  readonly parentCallSid?: string;
};

/** The facts of a call under way, for whoever moves it. */
export type LiveFacts = { -readonly [Key in keyof CallFacts]: CallFacts[Key] };

/** The standard parameters of a webhook; unknown places are sent blank, and are signed. */
export function callParameters(account: Account, call: CallFacts): Record<string, string> {
  return {
    AccountSid: account.accountSid,
    ApiVersion: '2010-04-01',
    CallSid: call.callSid,
    CallStatus: call.status,
    Direction: directionOf(call),
    ...(call.parentCallSid && { ParentCallSid: call.parentCallSid }),
    ...(call.status === 'ringing' && { CallToken: JSON.stringify({ call: call.callSid }) }),
    ...party('From', call.from),
    ...party('Caller', call.from),
    ...party('To', call.to),
    ...party('Called', call.to),
  };
}

/** Which way a call goes, in Twilio's words. */
export function directionOf({ parentCallSid }: CallFacts): 'inbound' | 'outbound-dial' {
  return parentCallSid ? 'outbound-dial' : 'inbound';
}

/** What the number's status callback adds when the call is over. */
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

/** The length of an answered call in whole seconds. */
export function callSeconds({ answeredAt, endedAt }: CallFacts): number {
  return answeredAt && endedAt ? Math.round((endedAt - answeredAt) / 1000) : 0;
}

/** Writes a moment as Twilio does: `Tue, 31 Aug 2010 20:36:28 +0000`. */
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

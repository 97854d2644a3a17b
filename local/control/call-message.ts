import type { CallReport } from 'twilio-exchange/call/phone-call.ts';
import type { LineEvent } from 'twilio-exchange/line/line-event.ts';
import type { OverheardLine } from '#local/scenario/caller.ts';
import type { ContactRecords } from '#local/scenario/contact-records.ts';
import type { CallRecords } from '#local/world/crm.ts';
import type { Vendors } from './vendors.ts';

/** A message of the control server about a call, one JSON text a line; `result` or `failed` is the last. */
export type CallMessage =
  | { readonly type: 'placed'; readonly callSid: string }
  | { readonly type: 'line'; readonly line: OverheardLine }
  | { readonly type: 'event'; readonly event: LineEvent }
  | CallResult
  | { readonly type: 'failed'; readonly message: string };

/** The result of a call, once it is over and the CRM is complete. */
export type CallResult = {
  readonly type: 'result';
  readonly report: Omit<CallReport, 'heard' | 'said' | 'events'>;
  readonly lines: readonly OverheardLine[];
  readonly records: CallRecords;
  /** The CRM's rows about the caller; absent for a withheld number. */
  readonly contact?: ContactRecords;
  /** The time at which each step began (epoch milliseconds); null where the call was over by then. */
  readonly taken: readonly (number | null)[];
  /** The vendors that transcribed, answered and spoke. */
  readonly vendors: Vendors;
  /** The call as a WAV file in base64, said left and heard right, where it was asked for. */
  readonly wav?: string;
};

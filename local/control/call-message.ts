import type { CallReport } from 'twilio-exchange/call/phone-call.ts';
import type { LineEvent } from 'twilio-exchange/line/line-event.ts';
import type { OverheardLine } from '#local/scenario/caller.ts';
import type { ContactRecords } from '#local/scenario/contact-records.ts';
import type { CallRecords } from '#local/world/crm.ts';
import type { Vendors } from './vendors.ts';

/** What a world tells of a call, one JSON text a line; `result` or `failed` is the last. */
export type CallMessage =
  | { readonly type: 'placed'; readonly callSid: string }
  | { readonly type: 'line'; readonly line: OverheardLine }
  | { readonly type: 'event'; readonly event: LineEvent }
  | CallResult
  | { readonly type: 'failed'; readonly message: string };

/** What remains of a call when it is over and the CRM has heard all of it. */
export type CallResult = {
  readonly type: 'result';
  readonly report: Omit<CallReport, 'heard' | 'said' | 'events'>;
  readonly lines: readonly OverheardLine[];
  readonly records: CallRecords;
  /** What the CRM holds on the caller afterwards; absent where the number was withheld. */
  readonly contact?: ContactRecords;
  /** When each step was acted upon (epoch milliseconds); null where the call was over by then. */
  readonly taken: readonly (number | null)[];
  /** Who heard, thought and spoke. */
  readonly vendors: Vendors;
  /** What was said (left) and heard (right) as a WAV file in base64, where it was asked for. */
  readonly wav?: string;
};

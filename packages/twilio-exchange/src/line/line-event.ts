/** The cause of a call's end. */
export type EndedBy = 'caller' | 'twiml' | 'rest' | 'error' | 'exchange';

/** The cause of a recording's end. */
export type RecordingEndedBy = 'silence' | 'key' | 'max-length' | 'hang-up' | 'redirect';

/** The server's treatment of a second socket for one stream; `kept` is as long as the first. */
export type DuplicateFate = 'refused' | 'closed' | 'kept';

/**
 * The `DialCallStatus` of a `<Dial>`.
 * @see https://www.twilio.com/docs/voice/twiml/dial
 */
export type DialStatus = 'completed' | 'busy' | 'no-answer' | 'failed' | 'canceled';

/** One thing that happened on a caller's line; a `webhook` without a status got no answer. */
export type Happening =
  | { readonly type: 'answered' }
  | { readonly type: 'playing'; readonly url: string }
  | { readonly type: 'played'; readonly url: string }
  | { readonly type: 'said'; readonly text: string }
  | { readonly type: 'beep' }
  | { readonly type: 'recording-started'; readonly recordingSid: string }
  | {
      readonly type: 'recording-ended';
      readonly recordingSid: string;
      readonly durationMs: number;
      readonly endedBy: RecordingEndedBy;
    }
  | { readonly type: 'stream-refused'; readonly status?: number; readonly code: number }
  | { readonly type: 'stream-started'; readonly streamSid: string }
  | { readonly type: 'stream-stopped'; readonly streamSid: string }
  | {
      readonly type: 'stream-duplicated';
      readonly streamSid: string;
      readonly became: DuplicateFate;
    }
  | { readonly type: 'ringing'; readonly to: string }
  | { readonly type: 'whispered'; readonly text: string }
  | { readonly type: 'bridged'; readonly dialCallSid: string }
  | { readonly type: 'dial-ended'; readonly status: DialStatus; readonly talkedMs: number }
  | { readonly type: 'heard'; readonly frame: Uint8Array }
  | { readonly type: 'spoke'; readonly startedAt: number; readonly endedAt: number }
  | { readonly type: 'webhook'; readonly url: string; readonly status?: number }
  | { readonly type: 'error'; readonly code: number }
  | { readonly type: 'ended'; readonly by: EndedBy };

/** A happening with its moment, in epoch milliseconds. */
export type LineEvent = Happening & { readonly at: number };

/** Where a call is: on a media stream, at the recorded prompt, with a person, or over. */
export type Control = 'stream' | 'fallback' | 'human' | 'ended';

/** What the session wants of the call when it lets go of the stream. */
export type Intent = 'goodbye' | 'human' | 'fallback' | 'moved';

/** How far a call has come, in Twilio's words with `_` for `-`; it only rises. */
export type CallStatus = 'received' | 'ringing' | 'in_progress' | TerminalStatus;

type TerminalStatus = 'completed' | 'busy' | 'failed' | 'no_answer' | 'canceled';

/** One row of `call_log`: the CRM's view of a call and the control record that decides who may move it. */
export type CallLog = {
  readonly call_sid: string;
  readonly from_number?: string;
  readonly to_number?: string;
  /** E.164 of the person behind the call; absent where the number is withheld. */
  readonly contact?: string;
  readonly status?: CallStatus;
  readonly transcript?: string;
  readonly created_at: number;
  readonly updated_at: number;
  /** Number of the `<Connect>` in force, from 1; absent where no webhook of ours opened the call. */
  readonly gen?: number;
  readonly control?: Control;
  readonly intent?: Intent;
  /** How many `<Connect>`s were handed out after the first. */
  readonly resumes?: number;
  /** The stream that attached to the generation in force. */
  readonly stream_sid?: string;
  /** The one socket that speaks for that stream. */
  readonly stream_holder?: string;
  /** When the `<Connect>` in force was first handed out; its token's clock. */
  readonly connected_at?: number;
  /** When the fallback document was first answered. */
  readonly answered_at?: number;
  /** When the watchdog had Twilio follow the fallback document. */
  readonly redirected_at?: number;
  readonly recorded_at?: number;
  readonly recording_sid?: string;
  readonly recording_status?: 'completed' | 'absent';
  readonly duration_s?: number;
  /** When the call was erased: the tombstone that keeps what was forgotten from being filled in again. */
  readonly erased_at?: number;
};

/** Orders the statuses of a call: a later webhook with a lower rank changes nothing. */
export function rankOfStatus(status: CallStatus): number {
  switch (status) {
    case 'received':
      return 1;
    case 'ringing':
      return 2;
    case 'in_progress':
      return 3;
    case 'completed':
    case 'busy':
    case 'failed':
    case 'no_answer':
    case 'canceled':
      return 9;
  }
}

/** Translates Twilio's CallStatus; `received` for words that this product does not know. */
export function toCallStatus(twilioStatus: string): CallStatus {
  return statuses.get(twilioStatus) ?? 'received';
}

/** Tells whether a call in this status is over. */
export function isTerminal(status: CallStatus): boolean {
  return rankOfStatus(status) === rankOfStatus('completed');
}

const statuses = new Map<string, CallStatus>([
  ['queued', 'received'],
  ['initiated', 'received'],
  ['ringing', 'ringing'],
  ['in-progress', 'in_progress'],
  ['completed', 'completed'],
  ['busy', 'busy'],
  ['failed', 'failed'],
  ['no-answer', 'no_answer'],
  ['canceled', 'canceled'],
]);

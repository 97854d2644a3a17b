import type { CallCard } from '#shared/domain/office/call-card.ts';
import type { CeilingReason } from '#shared/domain/office/ceilings.ts';
import type { HandOver, HandOverWish, NoRing } from './hand-over.ts';

/** Where a call is: on a media stream, at the recorded prompt, with a person, or over. */
export type Control = 'stream' | 'fallback' | 'human' | 'ended';

/** The session's wish for the call when it closes the stream. */
export type Intent = 'goodbye' | 'human' | 'fallback' | 'moved';

/** An intent, and for a person also whom and why. */
export type Intended = Intent | { readonly human: HandOverWish };

/** Returns the bare intent. */
export function intentOf(intended: Intended): Intent {
  return typeof intended === 'string' ? intended : 'human';
}

/** The end of the stream before: moved to another task, lost or refused; or a hand-over in vain. */
export type ConnectedAfter = 'move' | 'loss' | 'dial' | NoRing;

/** Twilio's status of a call, with `_` for `-`; it only rises in rank. */
export type CallStatus = 'received' | 'ringing' | 'in_progress' | TerminalStatus;

type TerminalStatus = 'completed' | 'busy' | 'failed' | 'no_answer' | 'canceled';

/** One row of `call_log`: the CRM's view of a call, and the control record that decides who may move it. */
export type CallLog = {
  readonly call_sid: string;
  readonly from_number?: string;
  readonly to_number?: string;
  /** The caller's number in E.164; absent if it is withheld. */
  readonly contact?: string;
  readonly status?: CallStatus;
  readonly transcript?: string;
  readonly created_at: number;
  readonly updated_at: number;
  /** Number of the `<Connect>` in force, from 1; absent if no webhook of this product opened the call. */
  readonly gen?: number;
  readonly control?: Control;
  readonly intent?: Intent;
  /** The person and the matter behind the intent `human`. */
  readonly wish?: HandOverWish;
  /** The latest hand-over. */
  readonly hand_over?: HandOver;
  /** The index of the phone that it rings, or rang last. */
  readonly ring?: number;
  /** When a person took the call at that phone: with the key, and after the words behind it. */
  readonly taken_at?: number;
  /** The reason for the `<Connect>` in force; absent for the first. */
  readonly connected_after?: ConnectedAfter;
  /** The moves and the losses in a row; a stream that holds for a minute ends both. */
  readonly moves?: number;
  readonly losses?: number;
  /** The stream that attached to the generation in force. */
  readonly stream_sid?: string;
  /** The id of the one socket that serves that stream. */
  readonly stream_holder?: string;
  /** When the `<Connect>` in force was first handed out; its token expires by this time. */
  readonly connected_at?: number;
  /** When a webhook first answered with the fallback document. */
  readonly answered_at?: number;
  /** When the watchdog redirected the call to the fallback document. */
  readonly redirected_at?: number;
  readonly recorded_at?: number;
  readonly recording_sid?: string;
  readonly recording_status?: 'completed' | 'absent';
  readonly duration_s?: number;
  /** The sum of the call for the office. */
  readonly card?: CallCard;
  /** When its card is made, and made again after a failure; absent once it is made. */
  readonly card_at?: number;
  /** The ceiling for which the agent did not answer. */
  readonly ceiling?: CeilingReason;
  /** When the call was erased. A row with it is a tombstone: late webhooks must not fill it in again. */
  readonly erased_at?: number;
};

/** Returns the rank of a status: a webhook with a lower rank than the row's changes nothing. */
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

/** Translates Twilio's CallStatus; returns `received` for an unknown one. */
export function toCallStatus(twilioStatus: string): CallStatus {
  return statuses.get(twilioStatus) ?? 'received';
}

/** Returns whether a call in this status is over. */
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

import type { WebhookTrouble } from './request-faults.ts';
import type { RestTrouble } from './rest-faults.ts';
import type { StrangeMessage } from './strange-messages.ts';

/**
 * The reason of an absent recording: too short (16101), or silent (16102).
 * @see https://www.twilio.com/docs/voice/twiml/record
 */
export type Absence = 16101 | 16102;

/** The faults around one call, as plain data. */
export type CallTrouble = {
  /** The fault of its streams. */
  readonly stream?: StreamTrouble;
  /** Repeats the `stream-error` of its first failed stream, `afterMs` after a later stream has started. */
  readonly lateStreamError?: { readonly afterMs: number };
  /** The faults of its webhooks. */
  readonly webhooks?: readonly WebhookTrouble[];
  /** The faults of REST requests about the call and its recordings. */
  readonly rest?: readonly RestTrouble[];
  /** Makes its recordings absent, even after speech. */
  readonly absentRecording?: Absence;
};

/** The fault of a call's first `times` streams, or of all; later ones are healthy. */
export type StreamTrouble = StreamFault & { readonly times?: number };

/** The fault of one stream; times count from its connection. */
export type StreamFault =
  /** Answers the upgrade with an HTTP status. */
  | { readonly fault: 'refused'; readonly status: number }
  /** Refuses the TCP connection. */
  | { readonly fault: 'nobody-listens' }
  /** Accepts the TCP connection, and never answers the upgrade. */
  | { readonly fault: 'no-answer' }
  /** Answers the upgrade with 101 in front of the server, then neither reads nor sends. */
  | { readonly fault: 'mute' }
  /** Resets the connection at both ends. */
  | { readonly fault: 'reset'; readonly afterMs: number }
  /** Drops all data in both directions, and leaves both ends open. */
  | { readonly fault: 'partition'; readonly afterMs: number }
  /** Drops all messages after the upgrade, so the server waits for `start`. */
  | { readonly fault: 'no-start' }
  /** Alters the values of the parameters in `start`, and keeps their shape. */
  | { readonly fault: 'wrong-token' }
  /** Adds invalid messages to a healthy stream: one of `messages` (all) in turn, each `everyMs` (200). */
  | {
      readonly fault: 'strange-messages';
      readonly messages?: readonly StrangeMessage[];
      readonly everyMs?: number;
    };

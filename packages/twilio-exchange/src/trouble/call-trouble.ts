import type { WebhookTrouble } from './request-faults.ts';
import type { RestTrouble } from './rest-faults.ts';
import type { StrangeMessage } from './strange-messages.ts';

/** Why there is no recording, in Twilio's codes: too short, or silent. */
export type Absence = 16101 | 16102;

/** What goes wrong around one call, as plain data. */
export type CallTrouble = {
  /** What its streams meet on the way to their server. */
  readonly stream?: StreamTrouble;
  /** Tells the error of its first failed stream again, so long after a later stream has started. */
  readonly lateStreamError?: { readonly afterMs: number };
  /** What befalls its webhooks. */
  readonly webhooks?: readonly WebhookTrouble[];
  /** What the REST API answers to questions about it and its recordings. */
  readonly rest?: readonly RestTrouble[];
  /** Why its recordings are absent, whatever was said. */
  readonly absentRecording?: Absence;
};

/** What the first `times` streams of a call meet, or all of them; the later ones are healthy. */
export type StreamTrouble = StreamFault & { readonly times?: number };

/** What one stream meets; moments count from the connection. */
export type StreamFault =
  /** The upgrade is answered with a status. */
  | { readonly fault: 'refused'; readonly status: number }
  /** Nobody listens where the stream connects. */
  | { readonly fault: 'nobody-listens' }
  /** The connection is taken, and its upgrade never answered. */
  | { readonly fault: 'no-answer' }
  /** Something in front of the server answers 101, and then neither reads nor sends. */
  | { readonly fault: 'mute' }
  /** The connection is reset at both ends. */
  | { readonly fault: 'reset'; readonly afterMs: number }
  /** Nothing passes any more, in either direction, and both ends stay open. */
  | { readonly fault: 'partition'; readonly afterMs: number }
  /** Nothing of the stream passes behind its upgrade, so that its server waits for `start`. */
  | { readonly fault: 'no-start' }
  /** `start` brings its parameters in the shape they have, but not as they were. */
  | { readonly fault: 'wrong-token' }
  /** A healthy stream that says what nobody should say: one of `messages` (all) in turn, each `everyMs` (200). */
  | {
      readonly fault: 'strange-messages';
      readonly messages?: readonly StrangeMessage[];
      readonly everyMs?: number;
    };

import type { RestTrouble } from './rest-faults.ts';

/**
 * How the exchange behaves where Twilio's documents are silent or disagree, and what goes wrong on
 * purpose; the first value of each is the default.
 */
export type Switches = {
  /** Whether `<Connect action>` is requested (with CallStatus=completed) after the caller hung up. */
  readonly connectActionOnCallerHangup: boolean;
  /** Whether `<Connect action>` is requested, and its answer dropped, before a REST redirect runs. */
  readonly connectActionOnRestRedirect: boolean;
  /** What follows a stream that never opened. */
  readonly handshakeFailure: 'action-or-next-verb' | 'hangup';
  /** What becomes of a `<Record>` in which nothing was said. */
  readonly emptyRecording: 'action+absent' | 'fall-through';
  /** What an answer without a body does to the call. */
  readonly emptyActionBody: 'hangup' | 'application-error';
  /** What happens to a query string in `<Stream url>`, which Twilio does not support. */
  readonly streamQueryString: 'strip' | 'refuse';
  /** Whether a `wss` URL on loopback is connected to over TLS, or plainly but signed as `wss`. */
  readonly loopbackWss: 'tls' | 'plain';
  /** Whether a stream ends with `stop` and a close, or with a dead TCP connection. */
  readonly stopBeforeClose: boolean;
  /** Whether a stream that was told `stop` is closed too, or left for its server to close. */
  readonly closeAfterStop: boolean;
  /** Whether a second socket with the same `start` follows every stream. */
  readonly duplicateStreamSocket: boolean;
  /** How messages reach the media server: as they are made, ten frames at a time, or with one gap, `afterMs` (1000) into the stream. */
  readonly mediaJitter:
    | 'exact'
    | 'bursts'
    | { readonly stallMs: number; readonly afterMs?: number };
  /** Which spelling of the stream's URL is signed. */
  readonly wsSignatureUrl: 'exact' | 'trailing-slash';
  /** How long after its end a recording can be fetched and is called back. */
  readonly recordingAvailableDelayMs: number;
  /** Whether a recording is called back after that delay, at once and answered before the action is requested, or not before the action is answered. */
  readonly recordingCallbackOrder: 'independent' | 'before-action' | 'after-action';
  /** How status callbacks arrive: as things happen, each overtaken by the one behind it, each twice, not at all, or late. */
  readonly statusCallbackOrder:
    | 'in-order'
    | 'shuffled'
    | 'duplicated'
    | 'dropped'
    | { readonly lateMs: number };
  /** What befalls webhooks: nothing, the answer to a first copy is lost, the first connection fails, all of them fail, no answer is heard, every one takes longer, or a copy of the very request comes again later. */
  readonly webhookFaults:
    | 'none'
    | 'duplicate'
    | 'connect-fail-then-retry'
    | 'lost'
    | 'unheard'
    | { readonly slowMs: number }
    | { readonly replayAfterMs: number };
  /** How webhooks and stream handshakes are signed: well, for another URL, not at all, or with the token before the last rotation. */
  readonly signatureFault: 'none' | 'wrong' | 'missing' | 'stale-token';
  /** Which requests the three switches above are for: those with this text in their URL, so all by default. */
  readonly faultyUrls: string;
  /** What the REST API answers to questions about the call: all is well, or a fault, `times` over. */
  readonly restFaults: 'none' | RestTrouble;
  /** What becomes of a message that WhatsApp does not let through: it never leaves Twilio, or is sent and comes to nothing. */
  readonly refusedMessageStatus: 'failed' | 'undelivered';
  /** How a message's media point to where they are kept. */
  readonly mediaRedirectStatus: 307 | 302;
  /** The ceiling of every webhook, whatever its connection overrides say. */
  readonly webhookTimeoutMs: number;
  /** How long a media server may take to answer the upgrade. */
  readonly handshakeTimeoutMs: number;
};

/** The exchange as Twilio most probably is. */
export const defaultSwitches: Switches = {
  connectActionOnCallerHangup: true,
  connectActionOnRestRedirect: false,
  handshakeFailure: 'action-or-next-verb',
  emptyRecording: 'action+absent',
  emptyActionBody: 'hangup',
  streamQueryString: 'strip',
  loopbackWss: 'tls',
  stopBeforeClose: true,
  closeAfterStop: true,
  duplicateStreamSocket: false,
  mediaJitter: 'exact',
  wsSignatureUrl: 'exact',
  recordingAvailableDelayMs: 2000,
  recordingCallbackOrder: 'independent',
  statusCallbackOrder: 'in-order',
  webhookFaults: 'none',
  signatureFault: 'none',
  faultyUrls: '',
  restFaults: 'none',
  refusedMessageStatus: 'failed',
  mediaRedirectStatus: 307,
  webhookTimeoutMs: 15_000,
  handshakeTimeoutMs: 5000,
};

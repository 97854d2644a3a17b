import type { RestTrouble } from './rest-faults.ts';

/**
 * Choices where Twilio's documents are silent or contradict each other, and faults on purpose.
 * `defaultSwitches` holds the most probable behaviour. Each page named here is the one that is
 * silent or contradicted.
 */
export type Switches = {
  /**
   * Whether `<Connect action>` is requested, with CallStatus=completed, after the caller hung up.
   * @see https://www.twilio.com/docs/voice/twiml/connect
   */
  readonly connectActionOnCallerHangup: boolean;
  /**
   * Whether `<Connect action>` is requested, and its answer dropped, before a REST redirect runs.
   * @see https://www.twilio.com/docs/voice/twiml/connect
   */
  readonly connectActionOnRestRedirect: boolean;
  /**
   * The continuation after a stream that never opened.
   * @see https://www.twilio.com/docs/api/errors/31920
   */
  readonly handshakeFailure: 'action-or-next-verb' | 'hangup';
  /**
   * The end of a silent `<Record>`: its action and the status `absent`, or the next verb. The
   * older page names the latter, today's page neither.
   * @see https://www.twilio.com/docs/voice/twiml/record
   * @see http://www.twilio.com/docs/api/twiml/record
   */
  readonly emptyRecording: 'action+absent' | 'fall-through';
  /**
   * The effect of an answer without a body on the call.
   * @see https://www.twilio.com/docs/voice/twiml
   */
  readonly emptyActionBody: 'hangup' | 'application-error';
  /**
   * The treatment of a query string in `<Stream url>`, which the page forbids.
   * @see https://www.twilio.com/docs/voice/twiml/stream
   */
  readonly streamQueryString: 'strip' | 'refuse';
  /**
   * Whether a `wss` URL on loopback is connected to over TLS, or plainly. Both are signed as `wss`.
   * Twilio connects over TLS only.
   * @see https://www.twilio.com/docs/voice/twiml/stream
   */
  readonly loopbackWss: 'tls' | 'plain';
  /**
   * Whether a stream ends with `stop` and a close, or with a dead TCP connection.
   * @see https://www.twilio.com/docs/voice/media-streams/websocket-messages
   */
  readonly stopBeforeClose: boolean;
  /**
   * Whether the exchange closes a stream after `stop`, or leaves that to the server.
   * @see https://www.twilio.com/docs/voice/media-streams/websocket-messages
   */
  readonly closeAfterStop: boolean;
  /**
   * Whether a second socket with the same `start` follows every stream, as has been observed.
   * @see https://www.twilio.com/docs/voice/media-streams
   */
  readonly duplicateStreamSocket: boolean;
  /**
   * The pace of messages to the media server: at once, or ten frames at a time, or with one gap. A
   * gap of `stallMs` begins `afterMs` (1000) into the stream.
   * @see https://www.twilio.com/docs/voice/media-streams/websocket-messages
   */
  readonly mediaJitter:
    | 'exact'
    | 'bursts'
    | { readonly stallMs: number; readonly afterMs?: number };
  /**
   * The spelling of a stream's URL that is signed.
   * @see https://www.twilio.com/docs/usage/security
   */
  readonly wsSignatureUrl: 'exact' | 'trailing-slash';
  /**
   * The time from a recording's end until it can be fetched and its callback is sent.
   * @see https://www.twilio.com/docs/voice/twiml/record
   */
  readonly recordingAvailableDelayMs: number;
  /**
   * The order of a recording's callback and the action. An `independent` callback follows the
   * delay. The others are answered before the action is requested, or sent after it is answered.
   * @see https://www.twilio.com/docs/voice/twiml/record
   */
  readonly recordingCallbackOrder: 'independent' | 'before-action' | 'after-action';
  /**
   * The arrival of status callbacks: in order, each overtaken by the next, each twice, not at all,
   * or late. The page promises no order.
   * @see https://www.twilio.com/docs/voice/api/call-resource
   */
  readonly statusCallbackOrder:
    | 'in-order'
    | 'shuffled'
    | 'duplicated'
    | 'dropped'
    | { readonly lateMs: number };
  /**
   * The fault of webhooks. `duplicate` loses an answer and sends a copy, `replayAfterMs` sends a copy
   * later. `lost` fails every connection, `unheard` loses every answer, `slowMs` delays it.
   * @see https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
   */
  readonly webhookFaults:
    | 'none'
    | 'duplicate'
    | 'connect-fail-then-retry'
    | 'lost'
    | 'unheard'
    | { readonly slowMs: number }
    | { readonly replayAfterMs: number };
  /**
   * The signature of webhooks and stream handshakes: valid, of another URL, missing, or stale. A
   * stale one is made with the token before the last rotation.
   * @see https://www.twilio.com/docs/usage/webhooks/webhooks-security
   */
  readonly signatureFault: 'none' | 'wrong' | 'missing' | 'stale-token';
  /**
   * The text in the URLs to which the three switches above apply; every URL holds the empty text.
   * An override belongs to one URL, too: it is written behind its `#`.
   * @see https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
   */
  readonly faultyUrls: string;
  /**
   * The fault of REST requests about the call.
   * @see https://www.twilio.com/docs/api/errors/20429
   * @see https://www.twilio.com/docs/api/errors/21220
   */
  readonly restFaults: 'none' | RestTrouble;
  /**
   * The last status of a message that WhatsApp refuses: `failed` before `sent`, or `undelivered`
   * after it.
   * @see https://www.twilio.com/docs/api/errors/63016
   */
  readonly refusedMessageStatus: 'failed' | 'undelivered';
  /**
   * The status with which a message's media redirects to its host.
   * @see https://www.twilio.com/docs/messaging/api/media-resource
   */
  readonly mediaRedirectStatus: 307 | 302;
  /**
   * The ceiling of every webhook, which its connection overrides cannot raise.
   * @see https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
   */
  readonly webhookTimeoutMs: number;
  /**
   * The time that a media server has to answer the upgrade.
   * @see https://www.twilio.com/docs/api/errors/31901
   */
  readonly handshakeTimeoutMs: number;
};

/** The most probable behaviour of Twilio, without faults. */
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

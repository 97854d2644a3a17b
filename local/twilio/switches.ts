/** How the exchange behaves where Twilio's documents are silent or disagree; the first value of each is the default. */
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
  /** Whether a stream ends with `stop` and a close, or with a dead TCP connection. */
  readonly stopBeforeClose: boolean;
  /** Which spelling of the stream's URL is signed. */
  readonly wsSignatureUrl: 'exact' | 'trailing-slash';
  /** How long after its end a recording can be fetched and is called back. */
  readonly recordingAvailableDelayMs: number;
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
  stopBeforeClose: true,
  wsSignatureUrl: 'exact',
  recordingAvailableDelayMs: 2000,
  webhookTimeoutMs: 15_000,
  handshakeTimeoutMs: 5000,
};

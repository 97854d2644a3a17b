/** One entry of the account's debugger. */
export type ExchangeError = {
  readonly at: number;
  readonly code: number;
  readonly level: 'error' | 'warning';
  readonly message: string;
  readonly callSid?: string;
  readonly messageSid?: string;
  readonly url?: string;
};

/** An error as its discoverer knows it. */
export type Incident = {
  readonly code: number;
  readonly detail?: string | undefined;
  readonly callSid?: string | undefined;
  readonly messageSid?: string | undefined;
  readonly url?: string | undefined;
};

/**
 * The account's debugger.
 * @see https://www.twilio.com/docs/api/errors
 */
export interface ErrorLog {
  readonly entries: readonly ExchangeError[];
  add(incident: Incident): ExchangeError;
}

/** The exchange's own code for audio with a file's header, which Twilio plays as noise and does not log. */
export const FILE_HEADER = 100_001;
/** The exchange's own code for a redirect to media that was followed with the account's credentials. */
export const LEAKED_CREDENTIALS = 100_002;

const meanings: Readonly<Record<number, string>> = {
  11100: 'Invalid URL format',
  11200: 'HTTP retrieval failure',
  11205: 'HTTP connection failure',
  11206: 'HTTP protocol violation',
  11210: 'HTTP bad host name',
  11215: 'HTTP too many redirects',
  11220: 'SSL/TLS handshake error',
  11235: 'Certificate invalid: domain mismatch',
  11236: 'Certificate invalid: expired',
  11237: 'Certificate invalid: no valid chain',
  11243: 'Invalid connection override',
  11750: 'Response body too large',
  12100: 'Document parse failure',
  12102: 'Invalid TwiML: the root is not Response',
  12200: 'Schema validation warning',
  12300: 'Invalid Content-Type',
  13223: 'Dial: invalid phone number',
  13511: 'Say: invalid voice',
  13520: 'Say: invalid text',
  13521: 'Say: text too long',
  14103: 'Message: invalid body',
  14109: 'Message: too many replies',
  15003: 'Status callback was answered with an error',
  16101: 'Recording absent: too short',
  16102: 'Recording absent: silent',
  21617: 'Message: the body is longer than 1600 characters',
  31901: 'Stream: WebSocket connection timeout',
  31902: 'Stream: WebSocket connection refused',
  31903: 'Stream: WebSocket broken pipe',
  31910: 'Stream: TLS failure',
  31920: 'Stream: WebSocket handshake declined',
  31921: 'Stream: WebSocket closed by the server',
  31922: 'Stream: unsupported URL scheme',
  31923: 'Stream: malformed URL',
  31924: 'Stream: WebSocket protocol error',
  31930: 'Stream: buffer overflow',
  31941: 'Stream: invalid track',
  31950: 'Stream: malformed message',
  31951: 'Stream: invalid message',
  63003: 'Message: the recipient was not found',
  63015: 'Message: the recipient has not joined the sandbox',
  63016: 'Message: free-form content outside the 24-hour window',
  63018: 'Message: rate limit of the channel',
  63024: 'Message: invalid recipient',
  63028: 'Message: the template has other parameters',
  63032: 'Message: WhatsApp does not let it reach this user',
  [FILE_HEADER]: 'Stream: a file header, heard as noise',
  [LEAKED_CREDENTIALS]: 'Media: credentials, sent to another host',
};

const warnings = new Set([
  12200, 13223, 13511, 13520, 13521, 14109, 15003, 16101, 16102, 31930, 31950, 31951,
]);

/** Creates an empty debugger. */
export function createErrorLog(): ErrorLog {
  const entries: ExchangeError[] = [];
  return {
    entries,
    add({ code, detail, callSid, messageSid, url }) {
      const meaning = meanings[code] ?? 'Unknown error';
      const entry: ExchangeError = {
        at: Date.now(),
        code,
        level: warnings.has(code) ? 'warning' : 'error',
        message: detail ? `${meaning}: ${detail}` : meaning,
        ...(callSid && { callSid }),
        ...(messageSid && { messageSid }),
        ...(url && { url }),
      };
      entries.push(entry);
      return entry;
    },
  };
}

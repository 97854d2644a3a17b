import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { type Account, signatureUnder } from '../account/account.ts';
import type { RequestFaults } from '../trouble/request-faults.ts';
import type { Switches } from '../trouble/switches.ts';
import type { StreamTarget } from './stream-url.ts';

/** The outcome of a handshake; an open socket is paused until it has a listener. */
export type Handshake =
  | { kind: 'open'; socket: WebSocket }
  | { kind: 'refused'; code: number; status?: number };

/** The call around a handshake. */
export type StreamOpening = {
  readonly account: Account;
  readonly switches: Switches;
  readonly faultsOf: (url: string) => RequestFaults;
  /** A port on loopback to connect to in place of the server's. */
  readonly port?: number | undefined;
};

const MAX_MESSAGE_BYTES = 1024 * 1024;
/** How long a server may leave the TCP connection open behind its close frame. */
const CLOSE_TIMEOUT_MS = 500;

/**
 * Opens a media server's socket as Twilio does: signed, without origin, extensions or subprotocols.
 * @see https://www.twilio.com/docs/voice/media-streams
 * @see https://www.twilio.com/docs/usage/security
 * @see https://www.twilio.com/docs/api/errors/31920
 */
export function openMediaSocket(
  { url, address }: StreamTarget,
  { account, switches, faultsOf, port }: StreamOpening,
  signal: AbortSignal,
): Promise<Handshake> {
  const { handshakeTimeoutMs } = switches;
  const spelling = switches.wsSignatureUrl === 'exact' ? url : `${url}/`;
  const signed = signatureUnder(faultsOf(url).signatureFault, account, spelling);
  const options = {
    perMessageDeflate: false,
    closeTimeout: CLOSE_TIMEOUT_MS,
    handshakeTimeout: handshakeTimeoutMs,
    maxPayload: MAX_MESSAGE_BYTES,
    ...(port && {
      createConnection: () => connect({ host: '127.0.0.1', port, timeout: handshakeTimeoutMs }),
    }),
    headers: {
      'user-agent': 'Twilio.TmeWs/1.0',
      ...(signed && { 'x-twilio-signature': signed }),
    },
  };
  const socket = new WebSocket(address, options);
  const abandon = () => socket.terminate();
  signal.addEventListener('abort', abandon);
  return new Promise<Handshake>((resolve) => {
    socket.once('open', () => {
      // A message that came with the handshake would be lost before a listener is attached.
      socket.pause();
      resolve({ kind: 'open', socket });
    });
    socket.once('unexpected-response', (_request, response) => {
      resolve({ kind: 'refused', code: 31920, status: response.statusCode ?? 0 });
      socket.terminate();
    });
    socket.on('error', (error) => resolve({ kind: 'refused', code: codeOf(error) }));
  }).finally(() => signal.removeEventListener('abort', abandon));
}

function codeOf(error: NodeJS.ErrnoException): number {
  const reason = error.code ?? error.message;
  if (reason === 'ECONNREFUSED') return 31902;
  if (/^(ECONNRESET|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOST|ENET)|timed out/.test(reason)) return 31901;
  if (/^(EPROTO|ERR_SSL|ERR_TLS)|CERT|SELF_SIGNED|UNABLE_TO|ISSUER/.test(reason)) return 31910;
  return 31920;
}

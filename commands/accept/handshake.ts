import { WebSocket } from 'ws';
import type { Deployment } from '#commands/deployment/deployment.ts';
import { reasonOf, type Signing } from '#commands/deployment/requests.ts';
import { Broken } from '#commands/deployment/verdict.ts';

/** A caller hears silence during the handshake. Twilio does not document its own limit. */
const HANDSHAKE_TIMEOUT_MS = 5_000;
/** How long a server may leave a connection open after its close frame. */
const CLOSE_TIMEOUT_MS = 1_000;

/**
 * Opens a WebSocket on a stream path as Twilio does, and closes it at once.
 * Returns 101, or the HTTP status of the refusal.
 * @throws {Broken} where there is neither.
 */
export function shakeHands(
  { baseUrl, requests }: Deployment,
  path: string,
  signing: Signing,
): Promise<number> {
  const url = baseUrl.replace(/^http/, 'ws') + path;
  const signature = requests.sign(url, {}, signing);
  const options = {
    perMessageDeflate: false,
    handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    closeTimeout: CLOSE_TIMEOUT_MS,
    headers: {
      'user-agent': 'Twilio.TmeWs/1.0',
      ...(signature && { 'x-twilio-signature': signature }),
    },
  };
  const socket = new WebSocket(url, options);
  return new Promise<number>((resolve, reject) => {
    socket.once('open', () => {
      socket.once('close', () => resolve(101));
      socket.close();
    });
    socket.once('unexpected-response', (_request, { statusCode = 0 }) => {
      resolve(statusCode);
      socket.terminate();
    });
    socket.on('error', (error) => reject(new Broken(`${path}: ${reasonOf(error)}`)));
  });
}

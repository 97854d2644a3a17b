import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { reasonOf } from '#commands/deployment/requests.ts';

const CONNECT_TIMEOUT_MS = 5_000;

/** Says that a deployment cannot be reached: no connection, or a certificate that is not valid. */
export class NotReachable extends Error {
  override readonly name = 'NotReachable';
}

/**
 * Connects to an origin once, over TLS where it is https.
 * @throws {NotReachable} where that fails within 5 s.
 */
export async function connectOnce(origin: string): Promise<void> {
  const { protocol, hostname, port, host } = new URL(origin);
  const name = hostname.replace(/^\[|\]$/g, '');
  const isSecure = protocol === 'https:';
  const target = { host: name, port: Number(port) || (isSecure ? 443 : 80) };
  const socket = isSecure ? connectTls({ ...target, servername: name }) : connectTcp(target);
  try {
    const signal = AbortSignal.timeout(CONNECT_TIMEOUT_MS);
    await once(socket, isSecure ? 'secureConnect' : 'connect', { signal });
  } catch (cause) {
    const reason = reasonOf(cause);
    throw new NotReachable(`${host} is not reachable: ${reason}`, { cause });
  } finally {
    socket.destroy();
  }
}

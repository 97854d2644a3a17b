import { addAbortListener } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { StreamFault } from '../trouble/call-trouble.ts';

/** The faults of a connection on which a stream has reached its server. */
export type RelayFault = Extract<StreamFault, { fault: 'reset' | 'partition' | 'no-start' }>;

/** Relays a stream's connection to the server at `url` until the fault breaks it, or the signal aborts. */
export function relayWithFault(
  near: Socket,
  { url, fault }: { url: string; fault: RelayFault },
  signal: AbortSignal,
): void {
  const { hostname, port } = new URL(url);
  // Half-open, because under a partition the server must not see the other end close.
  const far = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
  let isCutOff = false;
  let timer: NodeJS.Timeout | undefined;

  function discard(from: Socket, to: Socket) {
    from.unpipe(to);
    from.resume();
  }

  near.pipe(far).pipe(near);
  near
    .on('error', () => {})
    .once('close', () => {
      clearTimeout(timer);
      if (!isCutOff) far.destroy();
    });
  const closing = addAbortListener(signal, () => far.destroy());
  far
    .on('error', () => {})
    .once('close', () => {
      closing[Symbol.dispose]();
      if (!isCutOff) near.destroy();
    });

  switch (fault.fault) {
    case 'reset':
      timer = setTimeout(() => {
        near.resetAndDestroy();
        far.resetAndDestroy();
      }, fault.afterMs);
      return;
    case 'partition':
      timer = setTimeout(() => {
        isCutOff = true;
        discard(near, far);
        discard(far, near);
      }, fault.afterMs);
      return;
    case 'no-start':
      // The first data that comes back is the answer to the upgrade.
      far.once('data', () => discard(near, far));
  }
}

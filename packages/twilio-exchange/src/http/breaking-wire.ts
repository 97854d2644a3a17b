import { addAbortListener } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { StreamFault } from '../trouble/call-trouble.ts';

/** What can befall a wire on which a stream has reached its server. */
export type WireFault = Extract<StreamFault, { fault: 'reset' | 'partition' | 'no-start' }>;

/** Lays a wire from a stream's end to the server at `url`; it breaks as the fault has it, and is gone with the signal. */
export function layBreakingWire(
  near: Socket,
  { url, fault }: { url: string; fault: WireFault },
  signal: AbortSignal,
): void {
  const { hostname, port } = new URL(url);
  // Half open: on a wire that is cut off, a server hears nothing of what becomes of the other end.
  const far = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
  let isCutOff = false;
  let timer: NodeJS.Timeout | undefined;

  function lose(from: Socket, to: Socket) {
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
        lose(near, far);
        lose(far, near);
      }, fault.afterMs);
      return;
    case 'no-start':
      // The first that comes back is the answer to the upgrade.
      far.once('data', () => lose(near, far));
  }
}

import { once } from 'node:events';
import { FRAME_BYTES, FRAME_MS, SILENCE } from '@agent-locator/audio/mulaw.ts';
import { startFrameClock } from '../line/frame-clock.ts';
import type { DuplicateFate } from '../line/line-event.ts';
import { openMediaSocket, type StreamOpening } from './media-handshake.ts';
import { type StreamStart, streamMessages } from './media-messages.ts';
import type { StreamTarget } from './stream-url.ts';

const silence = new Uint8Array(FRAME_BYTES).fill(SILENCE);

/**
 * Opens a second socket that claims a running stream and carries silence. Its server's audio is
 * dropped. Settles when the server closes it, or `original`, the stream's end, aborts.
 */
export async function openDuplicateSocket(
  target: StreamTarget,
  { start, ...call }: { start: StreamStart } & Omit<StreamOpening, 'port'>,
  original: AbortSignal,
): Promise<DuplicateFate> {
  const handshake = await openMediaSocket(target, call, original);
  if (handshake.kind === 'refused') return 'refused';
  const { socket } = handshake;
  const messages = streamMessages(start);
  let elapsedMs = 0;
  socket.send(messages.connected());
  socket.send(messages.start());
  const clock = startFrameClock(() => {
    elapsedMs += FRAME_MS;
    socket.send(messages.media(silence, elapsedMs));
  });
  const closed = new Promise<'closed'>((resolve) => socket.once('close', () => resolve('closed')));
  const ended = aborted(original).then(() => 'kept' as const);
  socket.resume();
  const fate = await Promise.race([closed, ended]);
  clock.stop();
  socket.terminate();
  return fate;
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

import { WebSocket } from 'ws';
import { VendorFailed } from '#shared/errors.ts';
import { type LiveEvent, type LiveRequest, readLiveEvent } from './events.ts';

/** The largest message accepted; the transcript of the longest utterance is about 2 KB. */
const MAX_PAYLOAD_BYTES = 64 * 1024;

/** The most unsent bytes (back-pressure): more than a session ever hears at once. */
const MAX_UNSENT_BYTES = 1024 * 1024;

/** The socket of a session. */
export interface LiveSocket {
  /** Sends a request; ignored once the socket is closed. */
  send(request: LiveRequest): void;
  /** Closes it at once; the listener is not called any more. */
  close(): void;
}

/** The events of a socket. */
export interface LiveListener {
  opened(): void;
  told(event: LiveEvent): void;
  /** The socket closed, or was closed for a failure; called once, as the last event. */
  lost(failure: VendorFailed): void;
}

/** Opens a socket. OpenAI's own class insists on TLS, which a stand-in on loopback does not have. */
export function openLiveSocket(
  { url, key }: { readonly url: string; readonly key: string },
  { opened, told, lost }: LiveListener,
): LiveSocket {
  const socket = new WebSocket(url, {
    headers: { authorization: `Bearer ${key}` },
    perMessageDeflate: false,
    maxPayload: MAX_PAYLOAD_BYTES,
  });
  let isOver = false;

  function close(): void {
    isOver = true;
    socket.terminate();
  }
  function lose(how: string, cause?: unknown): void {
    if (isOver) return;
    close();
    lost(new VendorFailed('openai', how, { cause }));
  }

  socket.on('open', () => {
    if (!isOver) opened();
  });
  socket.on('message', (data, isBinary) => {
    // A closed socket still emits messages that it had received.
    if (isOver) return;
    const event = isBinary ? undefined : readLiveEvent(data.toString());
    if (event) told(event);
    else lose('sent what makes no sense');
  });
  socket.on('unexpected-response', (_, { statusCode }) => lose(`answered ${statusCode}`));
  socket.on('error', (error) => lose('the connection failed', error));
  socket.on('close', (code) => lose(`closed the connection with ${code}`));
  return {
    close,
    send(request) {
      if (isOver) return;
      socket.send(JSON.stringify(request));
      if (socket.bufferedAmount > MAX_UNSENT_BYTES) lose('does not read');
    },
  };
}

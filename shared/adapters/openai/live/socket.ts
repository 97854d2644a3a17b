import { WebSocket } from 'ws';
import { VendorFailed } from '#shared/errors.ts';
import { type LiveEvent, type LiveRequest, readLiveEvent } from './events.ts';

/** The largest message taken in: the transcript of the longest utterance is some 2 KB. */
const MAX_PAYLOAD_BYTES = 64 * 1024;

/** What may wait for a server that does not read: more than a session ever hears at once. */
const MAX_UNSENT_BYTES = 1024 * 1024;

/** A socket on which a session is held. */
export interface LiveSocket {
  send(request: LiveRequest): void;
  /** Closes it at once; nothing is told of it any more. */
  close(): void;
}

/** What a socket tells. */
export interface LiveListener {
  opened(): void;
  told(event: LiveEvent): void;
  /** The socket is closed, or was worth closing; called once, and nothing after it. */
  lost(failure: VendorFailed): void;
}

/** Opens a socket; OpenAI's own class for it insists on TLS, which loopback has not. */
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
    // A closed socket still gives what it had received.
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

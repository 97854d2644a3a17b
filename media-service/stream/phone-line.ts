import type { WebSocket } from 'ws';
import { log } from '#shared/log.ts';
import {
  clearMessage,
  markMessage,
  mediaMessage,
  readStreamMessage,
  type StreamStart,
} from '#shared/twilio/media-messages.ts';

/** The caller's side of one socket, for sending. */
export interface PhoneLine {
  play(frames: Uint8Array): void;
  mark(name: string): void;
  clear(): void;
  close(): void;
}

/** The events of the caller's side, after the one `start` that opens it. */
export interface PhoneLineListener {
  frameArrived(mulaw: Uint8Array): void;
  markReached(name: string): void;
  keyPressed(digit: string): void;
  /** The stream is over, by a `stop` or by a socket that closed; called once. */
  stopped(): void;
}

/**
 * Reads one socket as a phone line. A message that does not belong on it is logged once and ignored. `open` returns
 * undefined to refuse a start, which closes the socket. https://www.twilio.com/docs/voice/media-streams/websocket-messages
 */
export function answerPhoneLine(
  socket: WebSocket,
  open: (start: StreamStart, line: PhoneLine) => PhoneLineListener | undefined,
): void {
  let listener: PhoneLineListener | undefined;
  let isStopped = false;
  const ignored = new Set<string>();

  const ignore = (reason: string) => {
    if (ignored.has(reason)) return;
    ignored.add(reason);
    log.warn('stream.ignored', { reason });
  };

  const stop = () => {
    if (isStopped) return;
    isStopped = true;
    listener?.stopped();
  };

  socket.on('message', (data, isBinary) => {
    if (isBinary) return ignore('binary frame');
    const message = readStreamMessage(data.toString());
    if (!message) return ignore('unknown message');
    if (isStopped) return ignore('message after stop');
    switch (message.event) {
      case 'connected':
        return;
      case 'start':
        if (listener) return ignore('second start');
        listener = open(message.start, lineOf(socket, message.start.streamSid));
        if (!listener) socket.close();
        return;
      case 'media':
        if (!listener) return ignore('media before start');
        return listener.frameArrived(Buffer.from(message.media.payload, 'base64'));
      case 'mark':
        return listener?.markReached(message.mark.name);
      case 'dtmf':
        return listener?.keyPressed(message.dtmf.digit);
      case 'stop':
        return stop();
    }
  });
  socket.on('error', (error) => ignore(error.message));
  socket.on('close', stop);
}

function lineOf(socket: WebSocket, streamSid: string): PhoneLine {
  const send = (message: string) => {
    if (socket.readyState === socket.OPEN) socket.send(message);
  };
  return {
    play: ({ buffer, byteOffset, length }) => {
      const payload = Buffer.from(buffer, byteOffset, length).toString('base64');
      send(mediaMessage(streamSid, payload));
    },
    mark: (name) => send(markMessage(streamSid, name)),
    clear: () => send(clearMessage(streamSid)),
    close: () => socket.close(),
  };
}

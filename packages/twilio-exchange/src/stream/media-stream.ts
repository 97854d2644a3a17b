import { FRAME_MS } from '@agent-locator/audio/mulaw.ts';
import type { WebSocket } from 'ws';
import { FILE_HEADER } from '../account/error-log.ts';
import type { FarEnd, Line } from '../line/line.ts';
import { createPlayoutBuffer } from '../line/playout-buffer.ts';
import type { Switches } from '../trouble/switches.ts';
import { readServerMessage, type StreamStart, streamMessages } from './media-messages.ts';
import { createMediaOutbox } from './media-outbox.ts';

/** A stream to run over an open socket. */
export type MediaStream = {
  readonly socket: WebSocket;
  readonly start: StreamStart;
  readonly line: Line;
  readonly switches: Pick<Switches, 'stopBeforeClose' | 'closeAfterStop' | 'mediaJitter'>;
  onError(code: number): void;
};

/**
 * The bytes that may wait for a server that does not read, about five seconds of frames.
 * Twilio does not state its limit: https://www.twilio.com/docs/api/errors/31930
 */
const MAX_BUFFERED_BYTES = 96 * 1024;
/** The version behind the letters of an ID3 tag, which alone could be speech. */
const ID3_VERSIONS = [2, 3, 4];
/** The time that a server gets after `stop` to close the socket itself. */
const LINGER_MS = 5000;

/**
 * Streams a call until the signal aborts, or until the server ends the stream. Returns the code of
 * the server's ending, undefined for the signal's. The signal must not have aborted.
 * @see https://www.twilio.com/docs/voice/media-streams/websocket-messages
 * @see https://www.twilio.com/docs/api/errors/31921
 */
export function runMediaStream(
  stream: MediaStream,
  signal: AbortSignal,
): Promise<number | undefined> {
  const { socket, line, start, switches } = stream;
  const messages = streamMessages(start);
  const outbox = createMediaOutbox(switches.mediaJitter, (message) => socket.send(message));
  const playout = createPlayoutBuffer();
  const logged = new Set<number>();
  let elapsedMs = 0;

  function logOnce(code: number) {
    if (!logged.has(code)) stream.onError(code);
    logged.add(code);
  }

  function echo(marks: readonly string[]) {
    for (const name of marks) outbox.send(messages.mark(name));
  }

  function queueAudio(audio: Buffer) {
    if (hasFileHeader(audio)) logOnce(FILE_HEADER);
    playout.append(audio);
  }

  function messageArrived(text: string) {
    const message = readServerMessage(text, start.streamSid);
    switch (message?.event) {
      case 'media':
        return queueAudio(Buffer.from(message.media.payload, 'base64'));
      case 'mark':
        return echo(playout.mark(message.mark.name));
      case 'clear':
        return echo(playout.clear());
      case undefined:
        return logOnce(31951);
    }
  }

  const farEnd: FarEnd = {
    exchange(said) {
      elapsedMs += FRAME_MS;
      outbox.tick();
      if (socket.bufferedAmount > MAX_BUFFERED_BYTES) logOnce(31930);
      else outbox.send(messages.media(said, elapsedMs));
      const { frame, reached } = playout.next();
      echo(reached);
      return frame;
    },
    press(digit) {
      outbox.send(messages.dtmf(digit));
    },
  };

  return new Promise((resolve) => {
    function stop() {
      if (switches.stopBeforeClose) {
        outbox.flush();
        socket.send(messages.stop());
        if (switches.closeAfterStop) socket.close(1000);
        else setTimeout(() => socket.terminate(), LINGER_MS).unref();
      } else {
        socket.terminate();
      }
      end();
    }
    function end(code?: number) {
      signal.removeEventListener('abort', stop);
      socket.off('message', onMessage).off('error', onError).off('close', onClose);
      line.disconnect(farEnd);
      resolve(code);
    }
    function onMessage(data: Buffer, isBinary: boolean) {
      if (isBinary) logOnce(31950);
      else messageArrived(data.toString('utf8'));
    }
    function onError({ code }: NodeJS.ErrnoException) {
      if (code?.startsWith('WS_ERR_')) logOnce(31924);
    }
    function onClose(code: number) {
      // 1006 stands for a connection without a close frame: the server's machine or network is gone.
      const broken = code === 1006 ? 31903 : 31921;
      if (!logged.has(31924)) logOnce(broken);
      end(logged.has(31924) ? 31924 : broken);
    }

    signal.addEventListener('abort', stop);
    socket.on('message', onMessage);
    socket.on('error', onError);
    socket.on('close', onClose);
    socket.send(messages.connected());
    socket.send(messages.start());
    line.connect(farEnd);
    socket.resume();
  });
}

/** Whether raw audio is the beginning of a file, whose header callers hear as noise. */
function hasFileHeader(audio: Buffer): boolean {
  const letters = audio.toString('latin1', 0, 4);
  if (letters === 'RIFF' || letters === 'OggS') return true;
  return letters.startsWith('ID3') && ID3_VERSIONS.includes(audio[3] ?? 0);
}

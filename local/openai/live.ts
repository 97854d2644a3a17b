import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { createFaults, type Faults } from 'twilio-exchange/trouble/fault-queue.ts';
import { WebSocketServer } from 'ws';
import type { Phrasebook } from '#local/phrasebook/phrasebook.ts';
import type { OpenAiLatencies } from './inquiry.ts';
import type { LiveFault, LiveOperation } from './live-faults.ts';
import { type LiveLog, runLiveSession } from './live-session.ts';

/** The realtime transcription endpoint of the stand-in. */
export interface LiveDoor {
  readonly faults: Faults<LiveOperation, LiveFault>;
  /** Returns the number of open sockets. */
  sockets(): number;
  /** Destroys every socket. */
  close(): void;
}

export type LiveDoorParts = {
  readonly server: Server;
  readonly phrasebook: Phrasebook;
  readonly latencies: OpenAiLatencies;
  /** Records a session; returns the function that marks it as abandoned. */
  note(asked: LiveLog): () => void;
};

/** Serves `GET /v1/realtime?intent=transcription` on an HTTP server. */
export function openLiveDoor({ server, phrasebook, latencies, note }: LiveDoorParts): LiveDoor {
  const faults = createFaults<LiveOperation, LiveFault>();
  const accepting = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const open = new Set<Duplex>();

  server.on('upgrade', (request, socket, head) => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => open.delete(socket));
    const status = statusOf(request);
    if (status) return refuse(socket, status);

    const asked: LiveLog = { appends: 0, clears: 0, seconds: [] };
    socket.once('close', note(asked));
    const fault = faults.take('open');
    if (fault?.kind === 'hang') {
      // The socket must be read: otherwise the client's end is not noticed.
      socket.resume().once('end', () => socket.destroy());
      return;
    }
    if (fault?.kind === 'status') return refuse(socket, fault.status);
    accepting.handleUpgrade(request, socket, head, (accepted) => {
      accepted.on('error', () => accepted.terminate());
      // The socket is accepted and never answered.
      if (fault) return;
      runLiveSession({ socket: accepted, phrasebook, faults, latencies, asked });
    });
  });

  return {
    faults,
    sockets: () => open.size,
    close() {
      for (const socket of open) socket.destroy();
    },
  };
}

/** Returns the HTTP status of a refused handshake; undefined where it is valid. */
function statusOf({ url = '', headers }: IncomingMessage): number | undefined {
  if (!/^Bearer \S+$/.test(headers.authorization ?? '')) return 401;
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
  if (pathname !== '/v1/realtime') return 404;
  // A `model` would open a conversation, which the stand-in does not support.
  return searchParams.get('intent') === 'transcription' && !searchParams.has('model')
    ? undefined
    : 400;
}

function refuse(socket: Duplex, status: number): void {
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
  );
}

import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { createFaults, type Faults } from 'twilio-exchange/trouble/fault-queue.ts';
import { WebSocketServer } from 'ws';
import type { Phrasebook } from '#local/phrasebook/phrasebook.ts';
import type { OpenAiLatencies } from './inquiry.ts';
import type { LiveFault, LiveOperation } from './live-faults.ts';
import { type LiveLog, runLiveSession } from './live-session.ts';

/** The realtime transcription of the stand-in. */
export interface LiveDoor {
  readonly faults: Faults<LiveOperation, LiveFault>;
  /** How many sockets are open. */
  sockets(): number;
  /** Cuts every socket off. */
  close(): void;
}

export type LiveDoorParts = {
  readonly server: Server;
  readonly phrasebook: Phrasebook;
  readonly latencies: OpenAiLatencies;
  /** Notes that a session is asked for; returns how to say that the asker left. */
  note(asked: LiveLog): () => void;
};

/** Opens `GET /v1/realtime?intent=transcription` on a server. */
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
      // Read on, or it is never known that the asker left.
      socket.resume().once('end', () => socket.destroy());
      return;
    }
    if (fault?.kind === 'status') return refuse(socket, fault.status);
    accepting.handleUpgrade(request, socket, head, (accepted) => {
      accepted.on('error', () => accepted.terminate());
      // Accepted, but nobody answers.
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

/** The status with which a handshake is refused; none where it is as it must be. */
function statusOf({ url = '', headers }: IncomingMessage): number | undefined {
  if (!/^Bearer \S+$/.test(headers.authorization ?? '')) return 401;
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
  if (pathname !== '/v1/realtime') return 404;
  // With a model it would be a conversation, which the stand-in does not hold.
  return searchParams.get('intent') === 'transcription' && !searchParams.has('model')
    ? undefined
    : 400;
}

function refuse(socket: Duplex, status: number): void {
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
  );
}

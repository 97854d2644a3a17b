import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Config } from '#shared/config/config.ts';
import { log } from '#shared/log.ts';
import type { HeldStream } from '#shared/ports/calls.ts';
import type { Secrets } from '#shared/ports/office.ts';
import type { StreamStart } from '#shared/twilio/media-messages.ts';
import { readStreamToken } from '#shared/twilio/stream-token.ts';
import { authenticate, isStreamPath, refuse } from './handshake.ts';
import { answerPhoneLine, type PhoneLine } from './phone-line.ts';
import type { Session } from './session.ts';

/** Sockets that may wait for their `start` at once: Twilio sends it within milliseconds. */
const MAX_UNSTARTED = 20;
/** How long a socket may wait for its `start`. */
const START_DEADLINE_MS = 2_000;
/** The largest message that is accepted; Twilio's are under 400 bytes. */
const MAX_PAYLOAD_BYTES = 64 * 1024;
/** How often the number of streams is reported, zero included: ECS scales out by its mean over a minute. */
const REPORT_EVERY_MS = 20_000;
/** How long a client may take to send its request. */
const REQUEST_DEADLINE_MS = 5_000;

type ServerParts = {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly openSession: (stream: HeldStream, line: PhoneLine) => Session;
};

/** The server of Twilio's media streams. */
export interface MediaServer {
  readonly port: number;
  /** Refuses new streams, moves the live ones to other tasks, and settles when all is written. */
  drain(): Promise<void>;
}

/** Starts the server; besides streams it answers only `GET /healthz`. */
export async function startServer({
  config,
  secrets,
  openSession,
}: ServerParts): Promise<MediaServer> {
  const { maxConnections } = config.media;
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_PAYLOAD_BYTES,
  });
  /** Live sessions by streamSid. */
  const sessions = new Map<string, Session>();
  /** Sockets from handshake to `start`. */
  const waiting = new Set<Duplex>();
  let isDraining = false;

  const server = createServer(
    { requestTimeout: REQUEST_DEADLINE_MS },
    ({ url, method }, response) => {
      if (isStreamPath(url)) {
        response.writeHead(426, { upgrade: 'websocket', connection: 'upgrade' });
        response.end('This is a WebSocket for Twilio media streams.\n');
      } else if (url === '/healthz' && method === 'GET') {
        response.writeHead(isDraining ? 503 : 200).end(isDraining ? 'draining\n' : 'ok\n');
      } else {
        response.writeHead(404).end();
      }
    },
  );

  server.on('upgrade', async (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (isDraining || waiting.size >= MAX_UNSTARTED || sockets.clients.size >= maxConnections) {
      return refuse(socket, 503);
    }
    const stopWaiting = awaitStart(socket);
    const verdict = await authenticate(request, { config, secrets });
    if (typeof verdict === 'number') {
      stopWaiting();
      return refuse(socket, verdict);
    }
    sockets.handleUpgrade(request, socket, head, (accepted) =>
      accept(accepted, verdict.streamTokenKey, stopWaiting),
    );
  });

  /** Counts a socket as waiting until it closes or the returned function is called. */
  const awaitStart = (socket: Duplex) => {
    const deadline = setTimeout(() => {
      log.warn('stream.never-started');
      socket.destroy();
    }, START_DEADLINE_MS);
    const stopWaiting = () => {
      clearTimeout(deadline);
      waiting.delete(socket);
    };
    waiting.add(socket);
    socket.once('close', stopWaiting);
    return stopWaiting;
  };

  const accept = (socket: WebSocket, tokenKey: string, stopWaiting: () => void) => {
    answerPhoneLine(socket, (start, line) => {
      stopWaiting();
      const gen =
        start.accountSid === config.twilio.accountSid && vouchedGeneration(start, tokenKey);
      if (!gen) {
        log.warn('stream.token-refused', { callSid: start.callSid });
        return undefined;
      }
      // The store says which socket holds a stream; while the store is down, a second socket must not attach too.
      if (sessions.has(start.streamSid)) {
        log.warn('stream.doubled', { callSid: start.callSid, gen });
        return undefined;
      }
      const session = openSession(
        { callSid: start.callSid, gen, streamSid: start.streamSid, holder: randomUUID() },
        line,
      );
      sessions.set(start.streamSid, session);
      void session.finished.then(() => sessions.delete(start.streamSid));
      return session;
    });
  };

  const reportStreams = () => log.amount('ActiveStreams', sessions.size);
  reportStreams();
  setInterval(reportStreams, REPORT_EVERY_MS).unref();

  server.listen(config.media.port);
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    async drain() {
      isDraining = true;
      for (const session of sessions.values()) session.move();
      await Promise.all([...sessions.values()].map((session) => session.finished));
      for (const socket of sockets.clients) socket.close();
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Returns the generation that a stream's token vouches for; undefined where it is not valid. */
function vouchedGeneration(
  { callSid, customParameters }: StreamStart,
  key: string,
): number | undefined {
  const token = customParameters?.['token'] ?? '';
  return readStreamToken(key, { callSid, token, at: Date.now() });
}

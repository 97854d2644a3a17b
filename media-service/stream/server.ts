import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Config } from '#shared/config/config.ts';
import { log } from '#shared/log.ts';
import type { HeldStream } from '#shared/ports/calls.ts';
import type { Secrets } from '#shared/ports/office.ts';
import type { StreamStart } from '#shared/twilio/media-messages.ts';
import { readStreamToken } from '#shared/twilio/stream-token.ts';
import { authenticate, isStreamUrl, refuse } from './handshake.ts';
import { answerPhoneLine, type PhoneLine } from './phone-line.ts';
import type { Session } from './session.ts';

/** Handshakes that may wait for their verdict at once: the calls of three full tasks, each a few kilobytes. */
const MAX_UNVERIFIED = 200;
/** How long an accepted socket may wait for its `start`: Twilio sends it within milliseconds. */
const START_DEADLINE_MS = 2_000;
/** The pause between two moves: sixty at once would meet cold functions, and a new account's limit of ten. */
const MOVE_EVERY_MS = 50;
/** The interval at which a draining server looks whether it is empty. */
const EMPTY_POLL_MS = 50;
/** The largest message that is accepted; Twilio's are under 400 bytes. */
const MAX_PAYLOAD_BYTES = 64 * 1024;
/** How often the number of streams is reported, zero included: ECS scales out by its mean over a minute. */
const REPORT_EVERY_MS = 20_000;
/** How long a client may take to send its request. */
const REQUEST_DEADLINE_MS = 5_000;

type ServerParts = {
  readonly config: Config;
  readonly secrets: Pick<Secrets, 'twilio'>;
  readonly openSession: (stream: HeldStream, line: PhoneLine) => Session;
};

/** The server of Twilio's media streams. */
export interface MediaServer {
  readonly port: number;
  /**
   * Fails its health checks but goes on accepting for the grace, until the load balancer sends nothing new. Then it
   * refuses new streams, moves the live ones to other tasks, and settles when all is written.
   */
  drain(): Promise<void>;
}

/** Starts the server; besides streams it answers only `GET /healthz`. */
export async function startServer({
  config,
  secrets,
  openSession,
}: ServerParts): Promise<MediaServer> {
  const { maxConnections, stopGraceSeconds } = config.media;
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_PAYLOAD_BYTES,
  });
  /** Live sessions by streamSid. */
  const sessions = new Map<string, Session>();
  /** Accepted sockets without a `start`. */
  const unstarted = new Set<WebSocket>();
  let unverified = 0;
  let phase: 'open' | 'stopping' | 'moving' = 'open';
  const isFull = () => sockets.clients.size >= maxConnections;

  const server = createServer(
    { requestTimeout: REQUEST_DEADLINE_MS },
    ({ url, method }, response) => {
      if (isStreamUrl(url)) {
        response.writeHead(426, { upgrade: 'websocket', connection: 'upgrade' });
        response.end('This is a WebSocket for Twilio media streams.\n');
      } else if (url === '/healthz' && method === 'GET') {
        response
          .writeHead(phase === 'open' ? 200 : 503)
          .end(phase === 'open' ? 'ok\n' : 'draining\n');
      } else {
        response.writeHead(404).end();
      }
    },
  );

  server.on('upgrade', async (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (phase === 'moving' || unverified >= MAX_UNVERIFIED || isFull()) return refuse(socket, 503);
    unverified += 1;
    const verdict = await authenticate(request, { config, secrets });
    unverified -= 1;
    if (typeof verdict === 'number') return refuse(socket, verdict);
    // Others were accepted meanwhile.
    if (isFull()) return refuse(socket, 503);
    sockets.handleUpgrade(request, socket, head, (accepted) =>
      accept(accepted, verdict.streamTokenKey),
    );
  });

  /** Destroys a socket that stays without a `start`; the returned function ends the wait. */
  const awaitStart = (socket: WebSocket) => {
    const deadline = setTimeout(() => {
      log.warn('stream.never-started');
      socket.terminate();
    }, START_DEADLINE_MS);
    const stopWaiting = () => {
      clearTimeout(deadline);
      unstarted.delete(socket);
    };
    unstarted.add(socket);
    socket.once('close', stopWaiting);
    return stopWaiting;
  };

  const accept = (socket: WebSocket, tokenKey: string) => {
    const stopWaiting = awaitStart(socket);
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
      // The handshake came before the moves began.
      if (phase === 'moving') session.move();
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
      phase = 'stopping';
      await sleep(stopGraceSeconds * 1_000);
      phase = 'moving';
      log.info('media.moving', { streams: sessions.size });
      for (const session of [...sessions.values()]) {
        session.move();
        await sleep(MOVE_EVERY_MS);
      }
      while (sessions.size + unstarted.size + unverified > 0) await sleep(EMPTY_POLL_MS);
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

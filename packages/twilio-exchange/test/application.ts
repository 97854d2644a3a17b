import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type WebSocket, WebSocketServer } from 'ws';

/** One request the exchange made of the application. */
export type Received = {
  readonly method: string;
  readonly path: string;
  readonly rawQuery: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly form: Record<string, string>;
};

/** The answer of a route: TwiML, or a whole answer. */
export type Answer = string | WholeAnswer;

type WholeAnswer = {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
};

type Route = Answer | ((request: Received) => Answer | Promise<Answer>);

/** An application on loopback, which answers its routes and records its requests. */
export interface Application extends AsyncDisposable {
  readonly url: string;
  readonly wsUrl: string;
  readonly received: readonly Received[];
  /** Returns the forms of the requests to one path. */
  forms(path: string): Record<string, string>[];
  /** Settles with the n-th request to a path. */
  asked(path: string, times?: number): Promise<Received>;
  /** Changes the answer of a route. */
  route(path: string, route: Route): void;
}

/** Starts an application. Its first `maxSockets` upgrades go to `onStream`, all others get a status. */
export async function startApplication(
  routes: Record<string, Route>,
  onStream: ((socket: WebSocket, request: IncomingMessage) => void) | number = 426,
  maxSockets = Number.POSITIVE_INFINITY,
): Promise<Application> {
  const answers = new Map(Object.entries(routes));
  const received: Received[] = [];
  const waiting = new Set<() => void>();
  const server = createServer(async (request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
    const body = await text(request);
    const entry: Received = {
      method: request.method ?? '',
      path: pathname,
      rawQuery: search.slice(1),
      headers: request.headers,
      body,
      form: Object.fromEntries(new URLSearchParams(body)),
    };
    received.push(entry);
    for (const check of waiting) check();
    const route = answers.get(pathname) ?? { status: 404 };
    const answer = typeof route === 'function' ? await route(entry) : route;
    const whole: WholeAnswer = typeof answer === 'string' ? { headers: xml, body: answer } : answer;
    response.writeHead(whole.status ?? 200, whole.headers).end(whole.body ?? '');
  });
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  server.on('upgrade', (request, socket, head) => {
    if (typeof onStream === 'number' || sockets.clients.size >= maxSockets) {
      const status = typeof onStream === 'number' ? onStream : 503;
      socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws) => onStream(ws, request));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    wsUrl: `ws://127.0.0.1:${port}`,
    received,
    forms: (path) => received.filter((it) => it.path === path).map((it) => it.form),
    asked(path, times = 1) {
      return new Promise((resolve) => {
        function check() {
          const matching = received.filter((it) => it.path === path);
          if (matching.length < times) return;
          waiting.delete(check);
          resolve(matching[times - 1] as Received);
        }
        waiting.add(check);
        check();
      });
    },
    route: (path, route) => void answers.set(path, route),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const xml = { 'Content-Type': 'text/xml' };

/** Returns a TwiML document. */
export function twiml(...verbs: string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Response>${verbs.join('')}</Response>`;
}

import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { readBody } from '#local/request-body.ts';

/** The current fault of a vendor; `answer-lost` executes requests without answering them, `slow` answers late. */
export type Fault = 'none' | 'down' | 'hang' | 'throttle' | 'answer-lost' | 'slow';

/** The delay of a slow vendor: one attempt of a request to the store still succeeds. */
const SLOW_MS = 500;

/** A request to a stand-in, its body read. */
export type VendorRequest = {
  readonly method: string;
  /** Still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

/** The answer of a stand-in. */
export type VendorAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
};

/** The behaviour of one vendor: its answers, and its refusals before a request is read. */
export type VendorManners = {
  answer(request: VendorRequest): VendorAnswer | Promise<VendorAnswer>;
  readonly maxBodyBytes: number;
  readonly tooLarge: VendorAnswer;
  readonly throttled: VendorAnswer;
  /** Returns the answer to a failure of the stand-in itself. */
  broken(error: unknown): VendorAnswer;
};

/** A vendor's HTTP server on loopback with a switchable fault. */
export interface VendorServer extends AsyncDisposable {
  readonly endpoint: string;
  /** Sets the fault and resolves when it is in force; `down` cuts the requests under way. */
  setFault(fault: Fault): Promise<void>;
}

/** Starts a vendor's server on a loopback port (0: any free one). */
export async function createVendorServer(manners: VendorManners, port = 0): Promise<VendorServer> {
  let fault: Fault = 'none';
  const server = createServer((request, response) => {
    if (fault === 'hang') return;
    const { method = '', url = '/', headers } = request;
    const [path = '/', ...search] = url.split('?');
    const query = new URLSearchParams(search.join('?'));
    const work = async () => {
      const body = await readBody(request, manners.maxBodyBytes);
      if (fault === 'throttle') return manners.throttled;
      if (!body) return manners.tooLarge;
      if (fault === 'slow') await pause(SLOW_MS);
      return manners.answer({ method, path, query, headers, body });
    };
    work()
      .catch(manners.broken)
      .then((answer) => {
        if (fault !== 'answer-lost' && fault !== 'hang') send(response, answer);
      })
      .catch(() => response.destroy());
  });
  // Longer than any pause between two requests here, like the vendors' own idle limits.
  server.keepAliveTimeout = 60_000;
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const listen = (at: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(at, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });

  await listen(port);
  const bound = (server.address() as AddressInfo).port;
  let settled: Promise<void> = Promise.resolve();
  return {
    endpoint: `http://127.0.0.1:${bound}`,
    setFault(next) {
      const wasDown = fault === 'down';
      fault = next;
      // Sequential: a server that is still closing cannot listen again.
      if (next === 'down' && !wasDown) settled = settled.then(close);
      if (next !== 'down' && wasDown) settled = settled.then(() => listen(bound));
      return settled;
    },
    async [Symbol.asyncDispose]() {
      await settled;
      if (server.listening) await close();
    },
  };
}

function send(response: ServerResponse, { status, headers = {}, body = '' }: VendorAnswer) {
  // An answer to HEAD states the length of the GET body; 204 and 304 have no length.
  const length =
    status === 204 || status === 304 ? {} : { 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, { ...length, ...headers });
  response.end(body);
}

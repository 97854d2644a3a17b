import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { upgradeAnswer } from 'twilio-exchange/http/upgrade-answer.ts';

/** A request and its answer, as they pass through. */
export type Passing = {
  readonly method: string;
  /** Path and query of the request. */
  readonly url: string;
  readonly form: URLSearchParams;
  readonly isSigned: boolean;
  /** The signature; undefined where it is not signed. */
  readonly signature: string | undefined;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
};

/** A fault of the proxy: answers are replaced, handshakes get another status. */
export type Breakage = {
  readonly answer?: (
    passing: Passing,
  ) => Partial<Passing> | undefined | Promise<Partial<Passing> | undefined>;
  readonly handshake?: (path: string, isSigned: boolean) => number | undefined;
};

/** Opens a proxy in front of a deployment that breaks one thing at a time. */
export async function openBreakingProxy() {
  let target = { hostname: '127.0.0.1', port: '' };
  let breakage: Breakage = {};
  const sockets = new Set<Duplex>();

  const pass = async (incoming: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '', headers } = incoming;
    const sent = await buffer(incoming);
    const outgoing = request({ ...target, method, path: url, headers, agent: false }).end(sent);
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    const passing: Passing = {
      method,
      url,
      form: new URLSearchParams(sent.toString()),
      isSigned: 'x-twilio-signature' in headers,
      signature: headers['x-twilio-signature']?.toString(),
      status: answer.statusCode ?? 0,
      headers: answer.headers as Passing['headers'],
      body: (await buffer(answer)).toString('latin1'),
    };
    const changed = await breakage.answer?.(passing);
    const told = { ...passing, ...changed };
    const { 'transfer-encoding': _, ...kept } = told.headers;
    const length = changed?.body !== undefined && {
      'content-length': Buffer.byteLength(told.body, 'latin1'),
    };
    const named: OutgoingHttpHeaders = { ...kept, ...length };
    for (const [name, value] of Object.entries(named)) {
      if (value !== undefined) response.setHeader(name, value);
    }
    response.writeHead(told.status);
    response.end(told.body, 'latin1');
  };
  const server = createServer((incoming, response) => {
    pass(incoming, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => sockets.add(socket));
  server.on('upgrade', (incoming, caller, head) => {
    const { url = '', headers, rawHeaders } = incoming;
    const lines = rawHeaders.map((text, at) => (at % 2 === 0 ? `${text}: ` : `${text}\r\n`));
    const asked = `GET ${url} HTTP/1.1\r\n${lines.join('')}\r\n`;
    caller.on('error', () => caller.destroy());
    const status = breakage.handshake?.(url, 'x-twilio-signature' in headers);
    if (status === 101) caller.end(upgradeAnswer(asked));
    else if (status) caller.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
    else join(caller, connect(Number(target.port), target.hostname), asked, head);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Sets the URL of the deployment behind it. */
    standBefore(url: string) {
      const { hostname, port } = new URL(url);
      target = { hostname, port };
    },
    /** Breaks one thing until the returned object is disposed of. */
    break(broken: Breakage): Disposable {
      breakage = broken;
      return {
        [Symbol.dispose]() {
          breakage = {};
        },
      };
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function join(caller: Duplex, service: Socket, asked: string, head: Buffer): void {
  service.on('error', () => caller.destroy());
  caller.once('close', () => service.destroy());
  service.write(asked, 'latin1');
  service.write(head);
  caller.pipe(service).pipe(caller);
}

import { once } from 'node:events';
import { STATUS_CODES } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { upgradeAnswer } from '../http/upgrade-answer.ts';
import type { StreamFault } from '../trouble/call-trouble.ts';
import { relayWithFault } from './faulty-relay.ts';

/** A port on loopback that stands in front of a stream's server and injects a fault. */
export interface FaultProxy extends Disposable {
  readonly port: number;
}

/** Opens the proxy for a stream to `url`; undefined under a fault that needs none. */
export async function openFaultProxy(
  url: string,
  fault: StreamFault | undefined,
  signal: AbortSignal,
): Promise<FaultProxy | undefined> {
  switch (fault?.fault) {
    case undefined:
    case 'wrong-token':
    case 'strange-messages':
      return undefined;
    case 'nobody-listens': {
      using proxy = await listen(() => {});
      return { port: proxy.port, [Symbol.dispose]: () => {} };
    }
    case 'no-answer':
      return listen(() => {});
    case 'refused':
      return listen((socket) => {
        const reason = STATUS_CODES[fault.status] ?? 'Refused';
        const answer = `HTTP/1.1 ${fault.status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;
        socket.once('data', () => socket.end(answer));
      });
    case 'mute':
      return listen((socket) => {
        socket.once('data', (request) => {
          socket.write(upgradeAnswer(request.toString('latin1')));
          socket.pause();
        });
      });
    case 'reset':
    case 'partition':
    case 'no-start':
      return listen((socket) => relayWithFault(socket, { url, fault }, signal));
  }
}

async function listen(onConnection: (socket: Socket) => void): Promise<FaultProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.dispose]() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

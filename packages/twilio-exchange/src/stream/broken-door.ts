import { once } from 'node:events';
import { STATUS_CODES } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { layBreakingWire } from '../http/breaking-wire.ts';
import { upgradeAnswer } from '../http/upgrade-answer.ts';
import type { StreamFault } from '../trouble/call-trouble.ts';

/** What a stream meets instead of its server: a port on loopback that behaves as a fault has it. */
export interface BrokenDoor extends Disposable {
  readonly port: number;
}

/** Opens the door that a stream to `url` meets under a fault; undefined where nothing is in its way. */
export async function openBrokenDoor(
  url: string,
  fault: StreamFault | undefined,
  signal: AbortSignal,
): Promise<BrokenDoor | undefined> {
  switch (fault?.fault) {
    case undefined:
    case 'wrong-token':
    case 'strange-messages':
      return undefined;
    case 'nobody-listens': {
      using door = await openDoor(() => {});
      return { port: door.port, [Symbol.dispose]: () => {} };
    }
    case 'no-answer':
      return openDoor(() => {});
    case 'refused':
      return openDoor((socket) => {
        const reason = STATUS_CODES[fault.status] ?? 'Refused';
        const answer = `HTTP/1.1 ${fault.status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;
        socket.once('data', () => socket.end(answer));
      });
    case 'mute':
      return openDoor((socket) => {
        socket.once('data', (request) => {
          socket.write(upgradeAnswer(request.toString('latin1')));
          socket.pause();
        });
      });
    case 'reset':
    case 'partition':
    case 'no-start':
      return openDoor((socket) => layBreakingWire(socket, { url, fault }, signal));
  }
}

async function openDoor(onConnection: (socket: Socket) => void): Promise<BrokenDoor> {
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

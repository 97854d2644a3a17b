import { type AddressInfo, createServer, type Socket } from 'node:net';
import { grpc } from 'google-gax';

/** The TCP listener of a gRPC server, whose sockets can be cut as by a network failure. */
export interface GrpcListener extends AsyncDisposable {
  readonly port: number;
  /** Cuts every connection, after some bytes where they are given. */
  drop(lastWords?: string): void;
}

/** Opens the listener of a gRPC server on a loopback port (0: any free one). */
export async function openGrpcListener(server: grpc.Server, port: number): Promise<GrpcListener> {
  const injector = server.createConnectionInjector(grpc.ServerCredentials.createInsecure());
  const sockets = new Set<Socket>();
  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    injector.injectConnection(socket);
  });
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const drop = (lastWords = '') => {
    for (const socket of sockets) socket.write(lastWords, () => socket.destroy());
  };
  return {
    port: (listener.address() as AddressInfo).port,
    drop,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => listener.close(resolve));
      server.forceShutdown();
      drop();
      await closed;
    },
  };
}

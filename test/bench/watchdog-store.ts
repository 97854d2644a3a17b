/** The process of the store: dynalite without a stand-in before it, so that it costs little. While down, it refuses connections. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import dynalite from 'dynalite';
import { createTables } from '#local/aws/dynamodb/table-creation.ts';

const [answer] = dynalite({ createTableMs: 0 }).listeners('request');

/** dynalite ends its process when a client hangs up half-way through a request, so it is given whole requests. */
async function answerWhole(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, url, headers } = request;
  const body = await buffer(request).catch(() => undefined);
  if (body) answer?.(Object.assign(Readable.from([body]), { method, url, headers }), response);
}

const server = createServer((request, response) => void answerWhole(request, response));
server.keepAliveTimeout = 60_000;
const listen = (port: number) => once(server.listen(port, '127.0.0.1'), 'listening');

await listen(0);
const { port } = server.address() as AddressInfo;
const endpoint = `http://127.0.0.1:${port}`;
await createTables(endpoint);

process.on('message', async (order: 'down' | 'up') => {
  if (order === 'down') {
    server.close();
    server.closeAllConnections();
  } else await listen(port);
  process.send?.(order);
});
process.on('disconnect', () => process.exit());
process.send?.(endpoint);

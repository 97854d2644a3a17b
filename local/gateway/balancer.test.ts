import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createBalancer } from './balancer.ts';

const well: RequestListener = ({ url }, response) =>
  response.writeHead(url === '/healthz' ? 200 : 404).end();
const draining: RequestListener = (_request, response) => response.writeHead(503).end();
const mute: RequestListener = () => {};

/** Creates a balancer over processes of these kinds; `order` returns their indexes. */
async function balance(...kinds: readonly RequestListener[]) {
  const servers = await Promise.all(
    kinds.map(async (kind) => {
      const server = createServer(kind).listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  const balancer = createBalancer(() => ports.map((port) => ({ host: '127.0.0.1', port })));
  return {
    order: async () => (await balancer.order()).map(({ port }) => ports.indexOf(port)),
    [Symbol.dispose]() {
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

test('processes that are well take streams in turn, and each stream may try all of them', async () => {
  using balancer = await balance(well, well, well);
  expect([await balancer.order(), await balancer.order(), await balancer.order()]).toEqual([
    [0, 1, 2],
    [1, 2, 0],
    [2, 0, 1],
  ]);
});

test('a process that drains, or does not answer, is given no new stream', async () => {
  using balancer = await balance(draining, well, mute);
  expect([await balancer.order(), await balancer.order()]).toEqual([[1], [1]]);
});

test('where every process is ill, each is tried all the same', async () => {
  using balancer = await balance(draining, mute);
  expect((await balancer.order()).toSorted()).toEqual([0, 1]);
});

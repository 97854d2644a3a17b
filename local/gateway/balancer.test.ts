import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import type { LoadBalancing } from '#shared/load-balancing.ts';
import { createBalancer, type Target } from './balancer.ts';

const well: RequestListener = ({ url }, response) =>
  response.writeHead(url === '/healthz' ? 200 : 404).end();
const draining: RequestListener = (_request, response) => response.writeHead(503).end();
const mute: RequestListener = () => {};

/** A health clock for tests of a second. */
const quick = { healthEveryMs: 100, healthTimeoutMs: 500, deregistrationDelayMs: 1_000 } as const;
const inTurn = { ...quick, algorithm: 'round-robin' } as const;
const byLoad = { ...quick, algorithm: 'least-outstanding' } as const;

/** Creates a balancer over processes of these kinds, and waits for their first checks. */
async function balance(settings: Partial<LoadBalancing>, ...kinds: RequestListener[]) {
  const checks = kinds.map(() => 0);
  const servers = await Promise.all(
    kinds.map(async (_, index) => {
      const server = createServer((request, response) => {
        checks[index] = (checks[index] ?? 0) + 1;
        kinds[index]?.(request, response);
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  const targets = ports.map((port) => ({ host: '127.0.0.1', port }));
  const balancer = createBalancer(settings);
  for (const target of targets) balancer.register(target);
  const isChecked = (target: Target, index: number) =>
    kinds[index] === well ? balancer.healthOf(target) === 'healthy' : checks[index] !== 0;
  await expect.poll(() => targets.every(isChecked)).toBe(true);
  return {
    kinds,
    balancer,
    targets,
    /** Places requests and returns the indexes of their targets; all stay outstanding. */
    place: (count: number) =>
      Array.from({ length: count }, () => ports.indexOf(balancer.place()?.target.port ?? 0)),
    /** Waits until a target was asked for its health so many more times. */
    async checked(index: number, times: number) {
      const asked = (checks[index] ?? 0) + times;
      await expect.poll(() => checks[index]).toBeGreaterThanOrEqual(asked);
    },
    async kill(index: number) {
      servers[index]?.closeAllConnections();
      await new Promise((resolve) => servers[index]?.close(resolve));
    },
    [Symbol.dispose]() {
      balancer[Symbol.dispose]();
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

test('healthy targets get requests in turn', async () => {
  using group = await balance(inTurn, well, well, well);
  expect(group.place(6)).toEqual([0, 1, 2, 0, 1, 2]);
});

test('by load, a request goes to the target with the fewest requests', async () => {
  using group = await balance(byLoad, well, well);
  const [first] = [group.balancer.place(), group.balancer.place()];
  first?.release();
  first?.release();
  expect(group.place(3)).toEqual([0, 0, 1]);
});

test('a target that fails its first check is not in service, nor is one that does not answer', async () => {
  using group = await balance(inTurn, draining, well, mute);
  await expect.poll(() => group.place(3)).toEqual([1, 1, 1]);
});

test('a target that has just died still gets requests, by load all of them, until two checks failed', async () => {
  using group = await balance(byLoad, well, well);
  const [first] = [group.balancer.place(), group.balancer.place()];
  first?.release();
  await group.kill(0);
  expect(group.place(1)).toEqual([0]);
  await expect.poll(() => group.place(1)).toEqual([1]);
});

test('a target that drains leaves service after two checks and comes back after two', async () => {
  using group = await balance(inTurn, well, well);
  group.kinds[0] = draining;
  expect(group.place(2).toSorted()).toEqual([0, 1]);
  await expect.poll(() => group.place(2)).toEqual([1, 1]);
  group.kinds[0] = well;
  await expect.poll(() => group.place(2).toSorted()).toEqual([0, 1]);
});

test('where no target is healthy, all of them get requests', async () => {
  using group = await balance(inTurn, draining, mute);
  expect(group.place(2).toSorted()).toEqual([0, 1]);
});

test('a deregistered target gets nothing new, and is unused once its requests are over', async () => {
  using group = await balance(inTurn, well, well);
  const [zero, one] = [group.balancer.place(), group.balancer.place()];
  const held = zero?.target === group.targets[0] ? zero : one;
  let isUnused = false;
  const unused = group.balancer.deregister(group.targets[0] ?? { host: '', port: 0 });
  void unused.then(() => {
    isUnused = true;
  });
  expect(group.place(2)).toEqual([1, 1]);
  // Its use is looked at as often as the health of the other.
  await group.checked(1, 3);
  expect(isUnused).toBe(false);
  held?.release();
  await unused;
});

test('a deregistered target that stays in use is given up after the delay', async () => {
  using group = await balance(inTurn, well);
  group.place(1);
  const startedAt = Date.now();
  await group.balancer.deregister(group.targets[0] ?? { host: '', port: 0 });
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(quick.deregistrationDelayMs);
});

test('without a registered target a request has none', async () => {
  using group = await balance(inTurn);
  expect(group.balancer.place()).toBeUndefined();
});

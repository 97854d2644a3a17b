import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { canary } from '#functions/canary.ts';
import { fallbackDocumentPath, routes, streamPaths } from '#shared/routes.ts';
import { silenceLog } from '../doors/log.ts';

const log = silenceLog();
/** The answers of the public address; a path without one is not answered at all. */
let statuses: Readonly<Record<string, number>>;
const address = createServer(({ url = '' }, response) => {
  const status = statuses[url];
  if (status) response.writeHead(status).end();
  else response.destroy();
});
let ask: () => Promise<void>;
beforeAll(async () => {
  address.listen(0, '127.0.0.1');
  await once(address, 'listening');
  const { port } = address.address() as AddressInfo;
  ask = canary({ publicBaseUrl: `http://127.0.0.1:${port}` });
});
afterAll(() => address.close());

const well = { [routes.readyz.path]: 200, [streamPaths[0]]: 426, [fallbackDocumentPath]: 200 };
beforeEach(() => {
  statuses = well;
});

/** Asks once, and returns the number of failed origins that was written for CloudWatch. */
async function failed(): Promise<number | undefined> {
  await ask();
  return JSON.parse(log.at(-1) ?? '{}').OriginsFailed;
}

describe('the canary', () => {
  test('reports no failure while functions, media tasks and files answer', async () => {
    expect(await failed()).toBe(0);
  });

  test.each([
    ['a part is degraded', { [routes.readyz.path]: 503 }, 1],
    ['the edge does not reach the media tasks', { [streamPaths[0]]: 504 }, 1],
    ['the static fallback is gone', { [fallbackDocumentPath]: 403 }, 1],
    [
      'nothing answers',
      { [routes.readyz.path]: 0, [streamPaths[0]]: 0, [fallbackDocumentPath]: 0 },
      3,
    ],
    ['strangers ask too often, and no part was asked', { [routes.readyz.path]: 429 }, 0],
  ])('reports each origin when %s', async (_, change, count) => {
    statuses = { ...well, ...change };
    expect(await failed()).toBe(count);
  });

  test('counts by itself that it was refused for the requests of strangers', async () => {
    const throttled = () => log.filter((line) => line.includes('"CanaryThrottled":1')).length;
    const before = throttled();
    await ask();
    expect(throttled()).toBe(before);
    statuses = { ...well, [routes.readyz.path]: 429 };
    await ask();
    expect(throttled()).toBe(before + 1);
  });
});

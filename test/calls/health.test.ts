import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { health } from '#functions/health.ts';
import { dynamoVendorChecks } from '#shared/adapters/dynamo/vendor-checks.ts';
import type { Way } from '#shared/domain/office/telling.ts';
import { routes } from '#shared/routes.ts';
import { type CrmStore, openCrmStore } from '../crm/crm-store.ts';
import { silenceLog } from '../doors/log.ts';

let crm: CrmStore;
let log: readonly string[];
beforeAll(async () => {
  log = silenceLog();
  crm = await openCrmStore();
});
afterAll(() => crm[Symbol.asyncDispose]());

let asked: number;
let isWell: boolean;
/** The moment before which earlier tests asked the vendors. */
let clock = Date.parse('2026-11-29T09:00:00Z');
beforeEach(() => {
  [asked, isWell] = [0, true];
  clock += 3_600_000;
  vi.useFakeTimers({ toFake: ['Date'], now: clock });
  return () => vi.useRealTimers();
});

/** A container of the function, with a vendor that can fail. */
function container(ways: readonly Way[] = []) {
  const handler = health({
    configured: async () => ({
      db: async () => undefined,
      openai: async () => {
        asked++;
        if (!isWell) throw new Error('401');
      },
      tts: undefined,
      watchdog: async () => undefined,
    }),
    ways,
    vendorChecks: dynamoVendorChecks(crm.db),
  });
  const event = { rawPath: routes.readyz.path, rawQueryString: '', headers: {} };
  return async () => {
    const { statusCode, body } = await handler({ ...event, isBase64Encoded: false });
    return { statusCode, ...JSON.parse(body) };
  };
}

describe('/readyz', () => {
  test('asks the vendors once for all containers, however many requests come', async () => {
    const first = await container()();
    expect(first).toMatchObject({ statusCode: 200, openai: 'ok', tts: 'disabled' });
    const answers = await Promise.all(Array.from({ length: 30 }, () => container()()));
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([JSON.stringify(first)]),
    );
    expect(asked).toBe(1);
  });

  test('names the ways in which the office is told, and says where there are none', async () => {
    expect(await container(['whatsapp', 'email'])()).toMatchObject({ staff: 'whatsapp+email' });
    expect(await container(['email'])()).toMatchObject({ staff: 'email' });
    expect(await container()()).toMatchObject({ statusCode: 200, staff: 'disabled' });
  });

  test('asks again after half a minute, in one container', async () => {
    await container()();
    vi.setSystemTime(clock + 31_000);
    await Promise.all(Array.from({ length: 30 }, () => container()()));
    expect(asked).toBe(2);
  });

  test('says within half a minute that a vendor has failed, and that it is well again', async () => {
    await container()();
    isWell = false;
    vi.setSystemTime(clock + 31_000);
    expect(await container()()).toMatchObject({ statusCode: 503, openai: 'failed' });
    expect(log.some((line) => line.includes('"DegradedAnswers":1'))).toBe(true);
    isWell = true;
    vi.setSystemTime(clock + 62_000);
    expect(await container()()).toMatchObject({ statusCode: 200, openai: 'ok' });
  });

  test('without the store, each container asks for itself', async () => {
    await crm.setFault('down');
    try {
      expect(await container()()).toMatchObject({ statusCode: 200, openai: 'ok' });
    } finally {
      await crm.setFault('none');
    }
    expect(asked).toBe(1);
  });
});

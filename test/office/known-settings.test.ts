import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDynamoDbStandIn } from '#local/aws/dynamodb/dynamodb.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import { defaultSettings } from '#shared/domain/office/office-settings.ts';
import { VendorFailed } from '#shared/errors.ts';
import { certainOffice, knownOffice } from '#shared/office/known-settings.ts';
import { silenceLog } from '../doors/log.ts';

const MINUTE_MS = 60_000;
let store: Awaited<ReturnType<typeof createDynamoDbStandIn>>;
let db: ReturnType<typeof localDynamoDb>;
beforeAll(async () => {
  store = await createDynamoDbStandIn();
  db = localDynamoDb(store.endpoint);
});
afterAll(async () => {
  db.destroy();
  await store[Symbol.asyncDispose]();
});

test('settings are the defaults at first, a change is known within a minute, and a failing store loses nothing', async () => {
  silenceLog();
  const settings = dynamoOfficeSettings(db);
  let now = 0;
  const office = knownOffice(settings, () => now);
  expect(await office.settings()).toEqual(defaultSettings);

  expect(await settings.write({ version: 0, texts: { friday: '09:00-12:00' } }, 1)).toBe(true);
  expect((await office.settings()).hours.friday).toEqual(defaultSettings.hours.friday);
  now += MINUTE_MS;
  expect((await office.settings()).hours.friday).toEqual({ from: '09:00', to: '12:00' });

  const next = { version: 1, texts: { friday: '09:00-13:00' } };
  expect(await settings.write(next, 1)).toBe(true);
  now += MINUTE_MS / 2;
  // The known settings serve a busy process until the new ones are read.
  await expect
    .poll(async () => (await office.settings()).hours.friday)
    .toEqual({ from: '09:00', to: '13:00' });
  await settings.write({ version: 2, texts: { friday: '09:00-12:00' } }, 1);
  now += MINUTE_MS;
  await office.settings();

  await store.setFault('throttle');
  now += 10 * MINUTE_MS;
  expect((await office.settings()).hours.friday).toEqual({ from: '09:00', to: '12:00' });
  expect(await knownOffice(settings).settings()).toEqual(defaultSettings);
  await store.setFault('none');
});

test('settings that must be certain are not the defaults of an office that was never read', async () => {
  silenceLog();
  const settings = dynamoOfficeSettings(db);
  let now = 0;
  const office = certainOffice(settings, () => now);
  await store.setFault('throttle');
  await expect(office.settings()).rejects.toThrow(VendorFailed);
  await store.setFault('none');
  now += MINUTE_MS;
  const read = await office.settings();
  await store.setFault('throttle');
  now += MINUTE_MS;
  expect(await office.settings()).toEqual(read);
  await store.setFault('none');
});

test('of two people who change the settings at once, the second is told', async () => {
  const settings = dynamoOfficeSettings(db);
  const read = await settings.read();
  const [one, other] = await Promise.all([
    settings.write({ ...read, texts: { friday: 'closed' } }, 1),
    settings.write({ ...read, texts: { friday: '08:00-11:00' } }, 1),
  ]);
  expect([one, other].toSorted()).toEqual([false, true]);
  expect((await settings.read()).version).toBe(read.version + 1);
});

test('a text in the store that is not accepted keeps its default, and the others stand', async () => {
  silenceLog();
  const settings = dynamoOfficeSettings(db);
  const { version } = await settings.read();
  await settings.write({ version, texts: { friday: 'never', monday: 'closed' } }, 1);
  const { hours } = await knownOffice(settings).settings();
  expect(hours).toMatchObject({ friday: defaultSettings.hours.friday, monday: null });
});

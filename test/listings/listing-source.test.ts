import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { importListings } from '#functions/import-listings.ts';
import { createDynamoDbStandIn } from '#local/aws/dynamodb/dynamodb.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { dynamoBrokers } from '#shared/adapters/dynamo/brokers.ts';
import { dynamoListingChanges } from '#shared/adapters/dynamo/listing-changes.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import { dynamoSourceReports } from '#shared/adapters/dynamo/source-reports.ts';
import { listingSite } from '#shared/adapters/web/listing-site.ts';
import { isPublicAddress } from '#shared/adapters/web/public-addresses.ts';
import { InvalidInput, VendorFailed } from '#shared/errors.ts';
import { runSource } from '#shared/office/listing-import/source-run.ts';
import { AT, home } from './listings-store.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const HEAD = 'id,deal,city,rooms,price';
const homes = (count: number, price = 5_000) =>
  [HEAD, ...Array.from({ length: count }, (_, n) => `S${n},rent,חיפה,3,${price}`)].join('\n');

let place: Awaited<ReturnType<typeof openPlace>>;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place[Symbol.asyncDispose]());

/** A site on loopback that answers as it is told, and the stores beside it. */
async function openPlace() {
  await using opened = new AsyncDisposableStack();
  const store = opened.use(await createDynamoDbStandIn());
  const db = opened.adopt(localDynamoDb(store.endpoint), (client) => client.destroy());
  let answer: Answer = (_, response) => response.writeHead(404).end();
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/homes`;
  const parts = {
    site: listingSite(true),
    listings: dynamoListings(db),
    changes: dynamoListingChanges(db),
    reports: dynamoSourceReports(db),
    brokers: dynamoBrokers(db),
    settings: dynamoOfficeSettings(db),
  };
  const all = opened.move();
  return {
    ...parts,
    url,
    answers(next: string | Answer) {
      answer = typeof next === 'string' ? (_, response) => response.end(next) : next;
    },
    run: (options: { at?: number; map?: string; format?: 'csv' | 'json'; yes?: boolean } = {}) =>
      runSource(
        parts,
        {
          listings_url: url,
          listings_format: options.format ?? 'csv',
          listings_map: options.map,
        },
        { at: options.at ?? AT, acceptsRemovals: options.yes ?? false },
      ),
    statuses: async () =>
      Object.fromEntries((await parts.listings.all()).map(({ id, status }) => [id, status])),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

describe('a listing source', () => {
  test('adds, changes and removes its homes, and writes nothing that has not changed', async () => {
    place.answers(homes(10));
    expect(await place.run()).toMatchObject({ outcome: 'imported', added: 10, host: '127.0.0.1' });
    expect(await place.run({ at: AT + 1 })).toMatchObject({ unchanged: 10, added: 0, changed: 0 });
    expect((await place.listings.find('S0'))?.updated_at).toBe(AT);

    place.answers(homes(8).replace('S1,rent,חיפה,3,5000', 'S1,rent,חיפה,3,6000'));
    const report = await place.run({ at: AT + 2 });
    expect(report).toMatchObject({ changed: 1, unchanged: 7, removed: 2, kept: [], overtaken: [] });
    expect(await place.listings.find('S1')).toMatchObject({ price_ils: 6_000, source: 'url' });
    expect(await place.statuses()).toMatchObject({ S7: 'active', S8: 'removed', S9: 'removed' });
    expect(await place.reports.last()).toEqual(report);
  });

  test('that loses more than three in ten homes is refused whole, unless the owner accepts it', async () => {
    place.answers(homes(10));
    await place.run();
    place.answers(homes(6, 7_000));
    expect(await place.run({ at: AT + 1 })).toMatchObject({
      outcome: 'refused',
      reason: 'too-many-would-vanish',
      detail: '4 of 10 homes would leave the market without being named',
    });
    expect(await place.listings.find('S0')).toMatchObject({ price_ils: 5_000, updated_at: AT });
    expect(await place.run({ yes: true })).toMatchObject({ removed: 4, changed: 6 });
  });

  test('may lose three homes of a small office, and any number that it calls sold', async () => {
    place.answers(homes(4));
    await place.run();
    place.answers(homes(1));
    expect(await place.run({ at: AT + 1 })).toMatchObject({ outcome: 'imported', removed: 3 });
    place.answers(homes(10));
    await place.run({ at: AT + 2 });
    const sold = (id: string) => `${id},rent,חיפה,3,5000,נמכר`;
    place.answers(
      [`${HEAD},סטטוס`, ...[0, 1, 2, 3, 4, 5, 6, 7].map((n) => sold(`S${n}`))].join('\n'),
    );
    expect(await place.run({ at: AT + 3 })).toMatchObject({ outcome: 'imported', removed: 10 });
  });

  const ten = homes(10).replaceAll(/^(\w+),(\w+),/gm, '$2,$1,');
  test.each([
    ['an error of Excel in place of its id', 'rent,#REF!,חיפה,3,5000'],
    ['an id that Excel has rounded', 'rent,1.23E+11,חיפה,3,5000'],
    ['no id', 'rent,,חיפה,3,5000'],
    ['a broken quote before its id', '"rent,S7,חיפה,3,5000'],
    ['a comma without quotes before its id', 'rent,now,S7,חיפה,3,5000'],
  ])('keeps each home that it does not name while a row has %s', async (_what, row) => {
    place.answers(ten);
    await place.run();
    place.answers(ten.replace(/^rent,S7.*$/m, row).replace(/^rent,S9.*$/m, ''));
    const report = await place.run({ at: AT + 1 });
    expect(report).toMatchObject({ outcome: 'imported', removed: 0, spared: 2, problem_count: 1 });
    expect(await place.statuses()).toMatchObject({ S7: 'active', S9: 'active' });
    expect(await place.run({ yes: true })).toMatchObject({ removed: 2 });
  });

  test('names the brokers of its homes who are nobody of the office', async () => {
    const row = { role: 'broker', areas: [], deals: [], created_at: AT, updated_at: AT } as const;
    const dana = { ...row, id: 'b1', name: 'דנה כהן', phone: '+972501234567' };
    await place.brokers.put({ ...dana, active: true });
    await place.brokers.put({
      ...dana,
      id: 'b2',
      name: 'יוסי',
      phone: '+972507654321',
      active: false,
    });
    const rows = ['דנה כהן,', 'דנה,050-1234567', 'דנה,', 'יוסי,', 'רות,', 'רות,', ','];
    const homesOf = rows.map((broker, n) => `S${n},rent,חיפה,3,5000,${broker}`);
    place.answers([`${HEAD},סוכן,טלפון סוכן`, ...homesOf].join('\n'));
    expect(await place.run()).toMatchObject({
      outcome: 'imported',
      problem_count: 0,
      unknown_brokers: ['יוסי', 'רות'],
    });
  });

  test('is imported also while the people of the office cannot be read', async () => {
    place.answers(`${homes(2)}\n`.replace(HEAD, `${HEAD},סוכן`).replaceAll('5000', '5000,רות'));
    const brokers = { all: () => Promise.reject(new VendorFailed('dynamodb', 'away')) };
    const settings = { listings_url: place.url, listings_format: 'csv' } as const;
    const report = await runSource({ ...place, brokers }, settings, { at: AT });
    expect(report).toMatchObject({ outcome: 'imported', added: 2, unknown_brokers: [] });
  });

  test('removes what it calls sold, and what it does not name, beside wrong rows with their ids', async () => {
    place.answers(homes(10));
    await place.run();
    place.answers(homes(9).replace('S7,rent,חיפה,3,5000', 'S7,rent,חיפה,3,יקר'));
    expect(await place.run({ at: AT + 1 })).toMatchObject({ removed: 1, problem_count: 1 });
    place.answers(`${HEAD},סטטוס\nS0,rent,חיפה,3,5000,נמכר\n,rent,חיפה,3,5000,`);
    expect(await place.run({ at: AT + 2 })).toMatchObject({ removed: 1, spared: 8 });
  });

  test('leaves homes of files and people alone, also where it lists the same ids', async () => {
    await place.listings.put([home, { ...home, id: 'S0', price_ils: 9_000 }]);
    place.answers(homes(3));
    expect(await place.run()).toMatchObject({ added: 2, removed: 0, kept: ['S0'] });
    expect((await place.listings.find('S0'))?.price_ils).toBe(9_000);
    expect(await place.statuses()).toMatchObject({ A1: 'active', S1: 'active' });
  });

  test('names wrong rows, leaves them out, and keeps their homes as they were', async () => {
    place.answers(homes(4));
    await place.run();
    place.answers(homes(4).replaceAll(/(S[12],rent,חיפה,3,)5000/g, '$1יקר'));
    const report = await place.run({ at: AT + 1 });
    expect(report).toMatchObject({ outcome: 'imported', rows: 4, accepted: 2, problem_count: 2 });
    expect(report?.problems[0]).toMatchObject({ row: 3, column: 'price' });
    expect(await place.statuses()).toEqual({
      S0: 'active',
      S1: 'active',
      S2: 'active',
      S3: 'active',
    });
  });

  test('may have heads of its own, and JSON', async () => {
    const entry = { ref: 'J1', עסקה: 'השכרה', עיר: 'חיפה', חדרים: 3, 'מחיר שלנו': '5,000' };
    place.answers(JSON.stringify({ homes: [entry] }));
    const map = 'id=ref, price=מחיר שלנו';
    expect(await place.run({ format: 'json', map })).toMatchObject({ added: 1 });
    expect((await place.listings.find('J1'))?.price_ils).toBe(5_000);
  });

  test('does not overwrite what a person changes during its run', async () => {
    place.answers(homes(2));
    await place.run();
    const { all } = place.listings;
    const listings = {
      async all() {
        const rows = await all();
        await place.listings.put([{ ...home, id: 'S0', price_ils: 8_000, updated_at: AT + 5 }]);
        return rows;
      },
    };
    place.answers(homes(2, 6_000));
    const settings = { listings_url: place.url, listings_format: 'csv' } as const;
    const report = await runSource({ ...place, listings }, settings, { at: AT + 6 });
    expect(report).toMatchObject({ outcome: 'imported', overtaken: ['S0'] });
    expect((await place.listings.find('S0'))?.price_ils).toBe(8_000);
    expect((await place.listings.find('S1'))?.price_ils).toBe(6_000);
  });

  test.each<[string, string | Answer, string]>([
    ['does not exist', (_, response) => response.writeHead(404).end(), 'not-fetched'],
    ['is a page to sign in', '<!doctype html><html></html>', 'not-readable'],
    ['is empty', '', 'no-row-accepted'],
    ['has other columns', 'a,b\n1,2', 'no-row-accepted'],
    [
      'leads to a private address',
      (_, response) =>
        response.writeHead(302, { location: 'https://169.254.169.254/latest/meta-data' }).end(),
      'not-fetched',
    ],
    [
      'leads in a circle',
      (request, response) => response.writeHead(302, { location: request.url ?? '/' }).end(),
      'not-fetched',
    ],
    [
      'breaks off',
      (_, response) => void response.writeHead(200).write('id', () => response.destroy()),
      'not-fetched',
    ],
  ])('that %s changes nothing, and its report says so', async (_what, answer, reason) => {
    place.answers(homes(2));
    await place.run();
    place.answers(answer);
    expect(await place.run({ at: AT + 1 })).toMatchObject({ reason, added: 0, removed: 0 });
    expect(await place.statuses()).toEqual({ S0: 'active', S1: 'active' });
    expect(await place.reports.last()).toMatchObject({ reason, at: AT + 1 });
  });

  test('is asked by the function once the office has set its address', async () => {
    const run = importListings(place);
    await run();
    expect(await place.reports.last()).toBeUndefined();
    place.answers(homes(2));
    await place.settings.write({ version: 0, texts: { listings_url: place.url } }, AT);
    await run();
    expect(await place.reports.last()).toMatchObject({ outcome: 'imported', added: 2 });
  });
});

describe('a download', () => {
  test('ends at its limits of time and size', async () => {
    place.answers('x'.repeat(2_000));
    const small = listingSite(true, { ms: 5_000, bytes: 1_000 });
    await expect(small.download(place.url)).rejects.toThrow('more than 1000 bytes');
    place.answers((_, response) => {
      for (let chunk = 0; chunk < 3; chunk += 1) response.write('x'.repeat(500));
    });
    await expect(small.download(place.url)).rejects.toThrow('more than 1000 bytes');
    place.answers((_, response) => void response.write('id'));
    const quick = listingSite(true, { ms: 200, bytes: 1_000 });
    await expect(quick.download(place.url)).rejects.toThrow(VendorFailed);
  });

  test.each([
    'http://example.com/homes.csv',
    'https://10.0.0.1/homes.csv',
    'https://169.254.169.254/latest/meta-data',
    'https://127.0.0.1/homes.csv',
    'https://2130706433/homes.csv',
    'https://0x7f.1/homes.csv',
    'https://localhost/homes.csv',
    'https://[::1]/homes.csv',
    'https://[::ffff:10.0.0.1]/homes.csv',
    'https://[fd00::1]/homes.csv',
    'ftp://example.com/homes.csv',
    'file:///etc/passwd',
    'homes.csv',
  ])('is not made of %s', async (address) => {
    await expect(listingSite(false).download(address)).rejects.toThrow(InvalidInput);
  });

  test.each([
    ['1.1.1.1', true],
    ['172.15.0.1', true],
    ['172.16.0.1', false],
    ['100.64.0.1', false],
    ['240.0.0.1', false],
    ['2606:4700::1111', true],
    ['64:ff9b::a00:1', false],
    ['2002:a00:1::', false],
    ['fe80::1', false],
  ])('from %s is made: %s', (address, isMade) => {
    expect(isPublicAddress(address)).toBe(isMade);
  });
});

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadSampleListings, SAMPLE_LISTINGS } from '#local/world/sample-listings.ts';
import { openCommandPlace } from '../commands/command-place.ts';
import { AT, home, idsOf, openStore } from '../listings/listings-store.ts';

describe.concurrent('npm run listings', () => {
  test('imports the sample into a running world, and a second time changes nothing', async () => {
    await using place = await openPlace();
    const first = await place.run('import', SAMPLE_LISTINGS);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toContain('the local world at http://127.0.0.1:1');
    expect(first.out).toContain('added 27, changed 0, unchanged 0, removed 0');
    const second = await place.run('import', SAMPLE_LISTINGS);
    expect(second.out).toContain('added 0, changed 0, unchanged 27, removed 0');
  });

  test('lists a city however it is written, and its JSON can be imported again', async () => {
    await using place = await openPlace();
    await loadSampleListings(place.listings, AT);
    const shown = await place.run('list', '--city', 'ת"א');
    expect(shown.out).toMatch(
      /TA-101.* 6,400 ₪ .*2 rooms.*\u2067תל אביב, הצפון הישן, דיזנגוף 172\u2069/,
    );
    expect(shown.out).toContain('10 listings');
    const { out, err } = await place.run('list', '--json');
    expect(err).toContain('the local world');
    expect(JSON.parse(out).length).toBe(27);
    const file = await place.write('again.json', out);
    expect((await place.run('import', file)).out).toContain('unchanged 27');
  });

  test('orders the homes of a city by price, however each file spells the city', async () => {
    await using place = await openPlace();
    await place.listings.put([
      { ...home, id: 'A1', city: 'תל אביב-יפו', price_ils: 5_000 },
      { ...home, id: 'A2', city: 'ת"א', price_ils: 7_000 },
      { ...home, id: 'A3', city: 'תל אביב', price_ils: 6_000 },
      { ...home, id: 'A4', city: 'Tel Aviv', price_ils: 8_000 },
      { ...home, id: 'B1', city: 'חיפה', price_ils: 9_000 },
    ]);
    const idsIn = (out: string) => JSON.parse(out).map(({ id }: { id: string }) => id);
    const { out } = await place.run('list', '--city', 'ת"א', '--json');
    expect(idsIn(out)).toEqual(['A1', 'A3', 'A2', 'A4']);
    expect(idsIn((await place.run('list', '--json')).out)).toEqual(['B1', 'A1', 'A3', 'A2', 'A4']);
  });

  test('writes nothing when a row is wrong, and says which and why', async () => {
    await using place = await openPlace();
    const file = await place.write(
      'listings.csv',
      `${HEAD}\nA1,rent,חיפה,3,5000\nA2,rent,חיפה,3,מיליון\n`,
    );
    const { code, out } = await place.run('import', file);
    expect(code).toBe(1);
    expect(out).toContain('row 3: price must be a number in shekels, not "\u2067מיליון\u2069"');
    expect(out).toContain('Nothing was written.');
    expect(await place.listings.all()).toEqual([]);

    expect(await place.run('import', file, '--skip-bad')).toMatchObject({
      code: 0,
      out: expect.stringContaining('added 1, changed 0, unchanged 0, removed 0, left out 1'),
    });
    expect(idsOf(await place.listings.all())).toEqual(['A1']);
  });

  test('tells of a file in one JSON document, without a store and without a change', async () => {
    await using place = await openPlace();
    const file = await place.write('offer.csv', `${HEAD}\nA1,rent,חיפה,3,5000\nA2,rent,חיפה,3,יקר`);
    const isolated = { AWS_EC2_METADATA_DISABLED: 'true', HOME: place.folder };
    const { code, out } = await place.runIn(
      isolated,
      '',
      'import',
      file,
      '--dry-run',
      '--json',
      '--aws',
    );
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      rows: 2,
      accepted: 1,
      problems: [{ row: 3, column: 'price', message: 'must be a number in shekels, not "יקר"' }],
      ignored: [],
    });
  });

  test('names brokers who are nobody of the office, and takes the deal from its option', async () => {
    await using place = await openPlace();
    const file = await place.write(
      'listings.csv',
      'id,city,rooms,price,broker\nA1,חיפה,3,5000,דנה כהן\n',
    );
    const { code, out } = await place.run('import', file, '--deal', 'rent');
    expect([code, out]).toEqual([
      0,
      expect.stringContaining('Not of the office: \u2067דנה כהן\u2069'),
    ]);
    expect(await place.listings.all()).toMatchObject([{ id: 'A1', deal: 'rent' }]);
  });

  test('changes nothing in a dry run, and shows what it would do', async () => {
    await using place = await openPlace();
    await place.listings.put([home, { ...home, id: 'A2' }]);
    const file = await place.write(
      'listings.csv',
      `${HEAD}\nA1,rent,תל אביב,3,6500\nA3,rent,חיפה,3,5000\n`,
    );
    const dry = await place.run('import', file, '--dry-run', '--remove-missing');
    expect(dry.out).toContain('- A2');
    expect(dry.out).toContain('added 1, changed 1, unchanged 0, removed 1');
    expect(await place.listings.all()).toHaveLength(2);

    const wet = await place.run('import', file, '--remove-missing', '--json');
    expect(JSON.parse(wet.out)).toEqual({
      rows: 2,
      accepted: 2,
      problems: [],
      ignored: [],
      added: 1,
      changed: 1,
      unchanged: 0,
      removed: 1,
      taken_over: 0,
      overtaken: [],
      unknown_brokers: [],
    });
    expect(wet.err).toContain('added 1, changed 1, unchanged 0, removed 1');
    expect(idsOf(await place.listings.search({ deal: 'rent' }))).toEqual(['A3', 'A1']);
  });

  test('leaves the homes of the listing source to it, and says which ones a file takes over', async () => {
    await using place = await openPlace();
    await place.listings.put(['S1', 'S2'].map((id) => ({ ...home, id, source: 'url' })));
    const file = await place.write('own.csv', `${HEAD}\nS1,rent,חיפה,3,5000\n`);
    const { out } = await place.run('import', file, '--remove-missing');
    expect(out).toContain('changed 1, unchanged 0, removed 0');
    expect(out).toContain('1 of them came from the listing source');
  });

  test('shows the report on the listing source, and imports from it on request', async () => {
    await using place = await openPlace();
    expect((await place.run('source')).out).toContain('has not been imported yet');
    const { code, err } = await place.run('source', '--run');
    expect([code, err]).toEqual([2, expect.stringContaining('office -- set listings_url=')]);
  });

  test('writes to the DynamoDB that the environment names', async () => {
    await using place = await openPlace();
    await using other = await openStore();
    const env = { AWS_ENDPOINT_URL_DYNAMODB: other.endpoint, ...CREDENTIALS };
    const { code, out } = await place.runIn(env, '', 'import', SAMPLE_LISTINGS);
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining(other.endpoint) });
    expect(await place.listings.all()).toEqual([]);
    expect(await other.listings.all()).toHaveLength(27);
  });

  test('says what is missing where no world runs and AWS is not configured', async () => {
    await using place = await openPlace();
    const { code, err } = await place.runIn(
      { AWS_EC2_METADATA_DISABLED: 'true', HOME: place.folder },
      '',
      'list',
      '--aws',
    );
    expect(code).toBe(1);
    expect(err).toContain('AWS is not configured');
  });

  test.each([
    [['import'], 'import takes one file.'],
    [['import', 'no-such-file.csv'], '"no-such-file.csv" cannot be read.'],
    [
      ['import', 'a.csv', '--remove-missing', '--skip-bad'],
      '--remove-missing and --skip-bad exclude',
    ],
    [['import', 'a.csv', '--city', 'חיפה'], '--city is for list.'],
    [['list', '--dry-run'], 'list changes nothing'],
    [['list', 'a.csv'], 'list takes no file.'],
    [['remove'], 'The command must be import, list or source'],
    [['source', '--accept-removals'], '--accept-removals is for source --run'],
    [['import', 'a.csv', '--run'], '--run and --accept-removals are for source'],
    [['list', '--deal', 'rent'], '--deal is for import.'],
    [['import', 'a.csv', '--deal', 'swap'], '--deal must be rent or sale.'],
    [['list', '--colour'], "Unknown option '--colour'"],
  ])('refuses %j with exit code 2', async (args, message) => {
    await using place = await openPlace();
    const { code, err } = await place.run(...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test('explains itself', async () => {
    await using place = await openPlace();
    const { code, out } = await place.run('--help');
    expect(code).toBe(0);
    expect(out).toContain('--remove-missing');
  });
});

const HEAD = 'id,deal,city,rooms,price';
const CREDENTIALS = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
};

/** A store with the state of a world that keeps it, and the command beside it. */
async function openPlace() {
  await using opened = new AsyncDisposableStack();
  const store = opened.use(await openStore());
  const place = opened.use(
    await openCommandPlace('listings.ts', { dynamoDbEndpoint: store.endpoint }),
  );
  const all = opened.move();
  return {
    ...place,
    listings: store.listings,
    async write(name: string, text: string) {
      await writeFile(join(place.folder, name), text);
      return join(place.folder, name);
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

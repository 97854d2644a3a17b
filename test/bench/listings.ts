import { setTimeout as sleep } from 'node:timers/promises';
import type { Print } from '@agent-locator/command-line/terminal.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import { searchCatalogue } from '#shared/domain/listings/catalogue-search.ts';
import { prepare } from '#shared/domain/listings/prepared-home.ts';
import { HOMES, homesOfOffice, indexUnits, questions } from './listings-office.ts';
import { quantile } from './quantile.ts';
import { startProcess } from './watchdog-process.ts';

/** The promised time of a search. */
const PROMISED_MS = 150;
/** The searches of a busy process: as of a hundred calls that each search every eight seconds. */
const SEARCHES = 500;
const EVERY_MS = 80;
/** The first searches of processes that have read nothing, of each reach. */
const COLD_STARTS = 5;

/** Measures searches among the homes of a large office. */
export const listings = {
  purpose: `npm run bench -- listings: ${HOMES.toLocaleString('en-US')} homes, and callers who name a city, a street, a house, an advertisement.

The store is a process apart. Every search reads to its end and counts all that match; the counts are checked.
A busy process searches every ${EVERY_MS} ms for ${(SEARCHES * EVERY_MS) / 1_000} s, from its first reading on. It keeps what it read for 20 s at most.
The figures nothing_kept_ms are first searches: in a small city, of one deal, of all. The read_units are DynamoDB's, by its rules.

Promised: p95 at most ${PROMISED_MS} ms.`,

  async measure(progress: Print) {
    await using opened = new AsyncDisposableStack();
    const store = opened.use(await startProcess('watchdog-store.ts', {}));
    const db = opened.adopt(localDynamoDb(String(store.said)), (client) => client.destroy());
    const homes = homesOfOffice();
    progress('Writing the homes …');
    await dynamoListings(db).put(homes);
    const prepared = prepare(homes);
    const counts = new Map(
      Object.entries(questions).map(([name, wanted]) => [
        name,
        searchCatalogue(prepared, wanted).matches.length,
      ]),
    );
    progress('Searching …');
    const { search } = dynamoListings(db);
    const names = Object.keys(questions);
    let wrong = 0;
    const took = await Promise.all(
      Array.from({ length: SEARCHES }, async (_, index) => {
        await sleep(index * EVERY_MS);
        const name = names[index % names.length] ?? '';
        const since = performance.now();
        const { found } = await search(questions[name] ?? {});
        if (found !== counts.get(name)) wrong++;
        return performance.now() - since;
      }),
    );
    progress('Searching with nothing kept …');
    const cold = {
      city: await coldMs('small city'),
      deal: await coldMs('anywhere'),
      all: await coldMs('ad number'),
    };

    async function coldMs(name: string): Promise<number> {
      const times: number[] = [];
      for (let round = 0; round < COLD_STARTS; round++) {
        const since = performance.now();
        await dynamoListings(db).search(questions[name] ?? {});
        times.push(performance.now() - since);
      }
      return Math.round(quantile(times, 0.5));
    }

    const units = (part: typeof homes) => Math.round(indexUnits(part));
    const rentals = homes.filter(({ deal }) => deal === 'rent');
    const figures = {
      homes: HOMES,
      searches: took.length,
      wrong_counts: wrong,
      p50_ms: rounded(quantile(took, 0.5)),
      p95_ms: rounded(quantile(took, 0.95)),
      slowest_ms: rounded(Math.max(...took)),
      nothing_kept_ms: cold,
      read_units: {
        kept: 5,
        city: units(rentals.filter(({ city }) => city === 'תל אביב')),
        deal: units(rentals),
        all: units(homes),
      },
    };
    const lines = [
      `searches      ${took.length} among ${HOMES} homes, wrong counts: ${wrong}`,
      `took          p50 ${figures.p50_ms} ms, p95 ${figures.p95_ms} ms (promised: ${PROMISED_MS}), slowest ${figures.slowest_ms} ms`,
      `nothing kept  a city ${cold.city} ms, a deal ${cold.deal} ms, all ${cold.all} ms`,
      `read units    ${figures.read_units.kept} at most where the homes are kept; else a large city ${figures.read_units.city}, a deal ${figures.read_units.deal}, all ${figures.read_units.all}`,
    ];
    return { ok: wrong === 0 && figures.p95_ms <= PROMISED_MS, lines, figures };
  },
};

function rounded(value: number): number {
  return Number(value.toFixed(1));
}

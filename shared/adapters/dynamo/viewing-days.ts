import { setTimeout as sleep } from 'node:timers/promises';
import { GetCommand, PutCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import { fromOfficeTime } from '#shared/domain/office/office-day.ts';
import {
  sourcesIn,
  type ViewingDay,
  withContact,
  withFreed,
  withoutContact,
} from '#shared/domain/office/viewing-day.ts';
import { failing, VendorFailed } from '#shared/errors.ts';
import { type DynamoDb, expiry, holds } from './table-client.ts';

const table = 'days';
/** Tries of one change: each is beaten only by another booking of the same day in the same moment. */
const TRIES = 8;
/** The longest pause before another try: rivals that lost together should not meet again. */
const MAX_PAUSE_MS = 40;
const DAY_MS = 24 * 3_600_000;

/** `days` in DynamoDB. */
export function viewingDays(db: DynamoDb) {
  const readRow = async (day: string): Promise<Row> => {
    const command = new GetCommand({ TableName: table, Key: { day }, ConsistentRead: true });
    const { Item } = await db.send(command).catch(failing('dynamodb', 'a day was not read'));
    return { ...Item, day };
  };
  const read = async (day: string): Promise<ViewingDay> => toDay(await readRow(day));
  const write = (next: ViewingDay, row: Row): Promise<boolean> => {
    const version = next.version - 1;
    const over = (fromOfficeTime(`${next.day}T12:00`) ?? Date.now()) + DAY_MS;
    const put = new PutCommand({
      TableName: table,
      // A command that does not know the retention leaves the expiry as it is.
      Item: { ...kept(row), ...next, ...expiry(db, table, Math.max(over, Date.now())) },
      ConditionExpression: version === 0 ? 'attribute_not_exists(#version)' : '#version = :version',
      ExpressionAttributeNames: { '#version': 'version' },
      ...(version > 0 && { ExpressionAttributeValues: { ':version': version } }),
    });
    return holds(db.send(put));
  };

  /**
   * Changes a day by what `decide` makes of it, again for each newer version that another writer made. Returns
   * `decide`’s outcome; without a next day nothing is written.
   * @throws VendorFailed, also if other writers were faster each time
   */
  async function change<Outcome>(
    day: string,
    decide: (
      seen: ViewingDay,
    ) => Promise<{ readonly next?: ViewingDay | undefined; readonly outcome: Outcome }>,
  ): Promise<Outcome> {
    let isAgain = false;
    for (let tries = 0; tries < TRIES; tries += 1) {
      const row = await readRow(day);
      const { next, outcome } = await decide(toDay(row));
      if (!next) return outcome;
      try {
        if (await write(next, row)) return outcome;
      } catch (error) {
        // The store may have carried out what it did not answer. The next try sees that, once.
        if (isAgain) throw error;
        isAgain = true;
      }
      await sleep(Math.random() * MAX_PAUSE_MS);
    }
    throw new VendorFailed('dynamodb', `the day ${day} was changed by others ${TRIES} times`);
  }

  /** Changes every day of which `next` makes another. It scans the table. */
  const changeAll = async (next: (seen: ViewingDay) => ViewingDay | undefined): Promise<void> => {
    const pages = await Array.fromAsync(paginateScan({ client: db }, { TableName: table })).catch(
      failing('dynamodb', 'days was not read'),
    );
    for (const item of pages.flatMap(({ Items = [] }) => Items)) {
      if (!next(toDay(item))) continue;
      await change(String(item['day']), async (seen) => ({ next: next(seen), outcome: undefined }));
    }
  };

  return {
    read,
    change,

    /** Frees the time of the viewings with these sources; the day remembers them. @throws VendorFailed */
    free: (day: string, sources: ReadonlySet<string>): Promise<void> =>
      change(day, async (seen) => {
        const isHeld = sourcesIn(seen).some((source) => sources.has(source));
        return { next: isHeld ? withFreed(seen, sources) : undefined, outcome: undefined };
      }),

    /** Removes everything of a contact from all days. It scans the table. @throws VendorFailed */
    forget: (contact: string): Promise<void> => changeAll((seen) => withoutContact(seen, contact)),

    /** Gives the times of a contact to another one who is the same person. It scans the table. @throws VendorFailed */
    moveContact: (from: string, to: string): Promise<void> =>
      changeAll((seen) => withContact(seen, from, to)),
  };
}

type Row = Readonly<Record<string, unknown>>;

/** Returns the attributes of a row that are not the day's own: its expiry. */
function kept({ intervals: _intervals, version: _version, freed: _freed, ...rest }: Row): Row {
  return rest;
}

function toDay(item: Row): ViewingDay {
  const { day, version = 0, intervals = [], freed } = item as Partial<ViewingDay>;
  return { day: day ?? '', version, intervals, ...(freed && { freed }) };
}

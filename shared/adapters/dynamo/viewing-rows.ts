import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type Viewing, viewingId } from '#shared/domain/office/viewing.ts';
import { overlaps, VIEWING_MS, type WantedInterval } from '#shared/domain/office/viewing-day.ts';
import { failing } from '#shared/errors.ts';
import { type DynamoDb, expiry, holds } from './table-client.ts';
import { awaitsTelling } from './untold.ts';

const table = 'viewings';

/** The rows of single viewings in `viewings`. */
export function viewingRows(db: DynamoDb) {
  const find = async (id: string): Promise<Viewing | undefined> => {
    const command = new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true });
    const { Item } = await db.send(command).catch(failing('dynamodb', 'viewings was not read'));
    return Item as Viewing | undefined;
  };

  return {
    find,

    /**
     * Returns the booked viewings of the same home that overlap a wanted one. Rows from before `days` have no interval there.
     * @throws VendorFailed
     */
    async around({ listing_id, at }: Pick<WantedInterval, 'listing_id' | 'at'>) {
      const nearest = [at - VIEWING_MS + 1, at, at + VIEWING_MS - 1];
      const ids = new Set(nearest.map((moment) => viewingId(listing_id, moment)));
      const rows = await Promise.all([...ids].map(find));
      return rows.filter((row) => row?.status === 'booked' && overlaps(row.at, at)) as Viewing[];
    },

    /** Writes a booked viewing over none, over a cancelled one, or over those of the given sources. Returns false over any other. @throws VendorFailed */
    put(viewing: Viewing, sources: readonly string[]): Promise<boolean> {
      const names = sources.map((_, index) => `:source${index}`);
      const put = new PutCommand({
        TableName: table,
        // A viewing ahead must not expire before it takes place.
        Item: {
          ...viewing,
          ...awaitsTelling(Date.now()),
          ...expiry(db, table, Math.max(viewing.at, Date.now())),
        },
        ConditionExpression: `attribute_not_exists(#id) OR #status <> :booked OR #source IN (${names.join(', ')})`,
        ExpressionAttributeNames: { '#id': 'id', '#status': 'status', '#source': 'source_id' },
        ExpressionAttributeValues: {
          ':booked': 'booked',
          ...Object.fromEntries(names.map((name, index) => [name, sources[index]])),
        },
      });
      return holds(db.send(put)).catch(async (error: unknown) => {
        // The store may have carried out what it did not answer.
        if ((await find(viewing.id))?.source_id === viewing.source_id) return true;
        throw error;
      });
    },
  };
}

import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { mapInBatches } from '#shared/batches.ts';
import { type NewsColumns, toListingRow } from '#shared/domain/listings/listing.ts';
import type { ListingChange, ListingChanges } from '#shared/ports/listing-sources.ts';
import { type DynamoDb, holds } from './table-client.ts';
import { awaitsTelling } from './untold.ts';

const table = 'listings';
/** Enough for ten thousand rows within seconds, and few for a table that grows with its load. */
const AT_ONCE = 20;

/** Conditional changes of `listings` in DynamoDB. */
export function dynamoListingChanges(db: DynamoDb): ListingChanges {
  const isWritten = ({ wanted, seen, news }: ListingChange): Promise<boolean> =>
    holds(
      db.send(
        new PutCommand({
          TableName: table,
          Item: { ...toListingRow(wanted), ...newsColumns({ wanted, seen, news }) },
          ConditionExpression: seen ? 'updated_at = :seen' : 'attribute_not_exists(id)',
          ...(seen && { ExpressionAttributeValues: { ':seen': seen.updated_at } }),
        }),
      ),
    );

  return {
    async apply(changes) {
      const overtaken: string[] = [];
      await mapInBatches(changes, AT_ONCE, async (change) => {
        if (!(await isWritten(change))) overtaken.push(change.wanted.id);
      });
      return overtaken;
    },
  };
}

/** Returns the columns of news, also of earlier news that still waits: the write replaces the whole row. */
function newsColumns({ wanted, seen, news }: ListingChange): NewsColumns {
  if (wanted.status !== 'active') return {};
  if (news) return { news, ...awaitsTelling(news.at) };
  return seen?.news && seen.tell_at !== undefined
    ? { news: seen.news, ...awaitsTelling(seen.tell_at) }
    : {};
}

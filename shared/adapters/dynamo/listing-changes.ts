import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { mapInBatches } from '#shared/batches.ts';
import { toListingRow } from '#shared/domain/listings/listing.ts';
import { failing } from '#shared/errors.ts';
import type { ListingChange, ListingChanges } from '#shared/ports/listing-sources.ts';
import { type DynamoDb, holds } from './table-client.ts';
import { newsRow } from './untold-homes.ts';

const table = 'listings';
/** Enough for ten thousand rows within seconds, and few for a table that grows with its load. */
const AT_ONCE = 20;

/** Conditional changes of `listings` in DynamoDB. */
export function dynamoListingChanges(db: DynamoDb): ListingChanges {
  const isWritten = async ({ wanted, seen, news }: ListingChange): Promise<boolean> => {
    if (news) await keepNews(newsRow(wanted, news));
    return holds(
      db.send(
        new PutCommand({
          TableName: table,
          Item: toListingRow(wanted),
          ConditionExpression: seen ? 'updated_at = :seen' : 'attribute_not_exists(id)',
          ...(seen && { ExpressionAttributeValues: { ':seen': seen.updated_at } }),
        }),
      ),
    );
  };

  /** The news stands before its home, so a process that dies between loses none: news without its home is dropped. */
  const keepNews = (Item: object) =>
    db
      .send(new PutCommand({ TableName: 'alerts', Item: { ...Item } }))
      .catch(failing('dynamodb', 'news of a home was not kept'));

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

import { DeleteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { HomeNews, Listing } from '#shared/domain/listings/listing.ts';
import { failing } from '#shared/errors.ts';
import type { UntoldHome, UntoldHomes } from '#shared/ports/alerts.ts';
import { tables } from '#shared/tables.ts';
import { change, type DynamoDb, holds } from './table-client.ts';

const table = 'alerts';
/** The partition of news in the index `by_telling` of `alerts`. */
const NEWS = 'news';
/** News is told or dropped within days. */
const KEPT_DAYS = 30;
const DAY_MS = 24 * 3_600_000;

/** Returns the row of a home's news, due at once. A home has one: newer news replaces what waits. */
export function newsRow({ id, price_ils }: Listing, news: HomeNews): object {
  const now = Date.now();
  return {
    id: keyOf({ listing_id: id }),
    listing_id: id,
    price_ils,
    news,
    untold: NEWS,
    tell_at: now,
    [tables.alerts.expiryAttribute]: Math.ceil((now + KEPT_DAYS * DAY_MS) / 1_000),
  };
}

/** The homes with news that nobody was asked about: rows of `alerts`. */
export function dynamoUntoldHomes(db: DynamoDb): UntoldHomes {
  return {
    async due(at, limit) {
      const command = new QueryCommand({
        TableName: table,
        IndexName: 'by_telling',
        KeyConditionExpression: 'untold = :news AND tell_at <= :at',
        ExpressionAttributeValues: { ':news': NEWS, ':at': at },
        Limit: limit,
      });
      const { Items = [] } = await db
        .send(command)
        .catch(failing('dynamodb', 'homes with news were not read'));
      return Items as UntoldHome[];
    },

    async settle(seen, until) {
      const key = { id: keyOf(seen) };
      if (until !== undefined) {
        const isSeen = { when: '#tell_at = :seen', values: { seen: seen.tell_at } };
        await change(db, { table, key, set: { tell_at: until }, ...isSeen });
        return;
      }
      await holds(
        db.send(
          new DeleteCommand({
            TableName: table,
            Key: key,
            ConditionExpression: 'tell_at = :seen',
            ExpressionAttributeValues: { ':seen': seen.tell_at },
          }),
        ),
      );
    },
  };
}

function keyOf({ listing_id }: Pick<UntoldHome, 'listing_id'>): string {
  return `news#${listing_id}`;
}

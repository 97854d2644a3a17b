import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { failing } from '#shared/errors.ts';
import type { Cards } from '#shared/ports/cards.ts';
import type { tables } from '#shared/tables.ts';
import { change, type DynamoDb } from './table-client.ts';

/** The value of `uncarded`, the key of the indexes `by_card`: only rows that wait for their card have it. */
export const UNCARDED = 'uncarded';

/** A table whose rows wait for cards. */
type WaitingTable<Row> = {
  readonly table: Extract<keyof typeof tables, 'call_log' | 'leads'>;
  /** Returns the key of a row. */
  readonly keyOf: (row: Row) => Readonly<Record<string, string>>;
  /** The columns that end with the waiting, beside `uncarded` and `card_at`. */
  readonly ending?: readonly string[];
};

/** The rows of a table that wait for their card: its sparse index `by_card`. A lease is the moment that its row holds. */
export function waitingCards<Row extends { readonly card_at?: number | undefined }>(
  db: DynamoDb,
  { table, keyOf, ending = [] }: WaitingTable<Row>,
): Cards<Row> {
  /** Returns the condition that a row is as it was seen, and was not erased since. */
  const asSeen = ({ card_at }: Row) => ({
    when: '#card_at = :seen AND attribute_not_exists(#erased_at)',
    values: { seen: card_at },
  });

  return {
    async due(at, limit) {
      const command = new QueryCommand({
        TableName: table,
        IndexName: 'by_card',
        KeyConditionExpression: 'uncarded = :uncarded AND card_at <= :at',
        ExpressionAttributeValues: { ':uncarded': UNCARDED, ':at': at },
        Limit: limit,
      });
      const { Items = [] } = await db
        .send(command)
        .catch(failing('dynamodb', `rows of ${table} without a card were not read`));
      return Items as Row[];
    },

    async begin(seen, until) {
      const set = { card_at: until };
      const begun = await change(db, { table, key: keyOf(seen), set, ...asSeen(seen) });
      return begun as Row | undefined;
    },

    async keep(leased, card) {
      const kept = await change(db, {
        table,
        key: keyOf(leased),
        set: { card },
        ...asSeen(leased),
      });
      return kept !== undefined;
    },

    async end(leased) {
      const remove = [UNCARDED, 'card_at', ...ending];
      await change(db, { table, key: keyOf(leased), remove, ...asSeen(leased) });
    },
  };
}

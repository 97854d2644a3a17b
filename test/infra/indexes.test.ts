import { expect, test } from 'vitest';
import { type TableDescription, tables } from '#shared/tables.ts';

/**
 * The indexes of each table that deployments have, by name and keys. Edit an entry once the change is deployed
 * everywhere. DynamoDB creates or deletes one index of a table in one update, so CloudFormation refuses two:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html
 */
const deployed: Readonly<Record<string, readonly string[]>> = {
  call_log: ['by_contact contact created_at', 'by_day day created_at'],
  call_turn: [],
  call_watch: [],
  interactions: ['by_contact contact created_at', 'by_day day created_at'],
  leads: [],
  listings: ['by_deal_city deal_city price_ils', 'by_deal offered price_ils'],
  viewings: ['by_contact contact at'],
};

/** Returns the indexes that one deployment would create or delete. */
function changed(before: readonly string[], { indexes }: Pick<TableDescription, 'indexes'>) {
  const after = indexes.map(({ name, partitionKey, sortKey }) =>
    [name, partitionKey.name, sortKey?.name].filter(Boolean).join(' '),
  );
  return [
    ...before.filter((index) => !after.includes(index)),
    ...after.filter((index) => !before.includes(index)),
  ];
}

test.for(Object.entries<TableDescription>(tables))(
  'one deployment changes at most one index of %s',
  ([name, table]) => {
    // A new table is created with all its indexes.
    const before = deployed[name];
    if (before) expect(changed(before, table).length).toBeLessThanOrEqual(1);
  },
);

test('an index with other keys counts as two changes, because it is deleted and created', () => {
  const index = { name: 'by_day', partitionKey: { name: 'day', type: 'S' } } as const;
  expect(changed(['by_day day created_at'], { indexes: [index] })).toHaveLength(2);
});

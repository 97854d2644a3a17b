import { type TableDescription, tables } from '#shared/tables.ts';

/** An attribute value as DynamoDB's JSON writes it. */
type Value = { readonly S?: string } | undefined;
type Item = Readonly<Record<string, Value>>;

/** The fields of a write that may hold the key of an index. */
type Write = {
  readonly TableName?: string;
  readonly Item?: Item;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Item;
  readonly RequestItems?: Readonly<
    Record<string, readonly { readonly PutRequest?: { readonly Item: Item } }[]>
  >;
};

const INVALID = 'One or more parameter values are not valid.';
const EMPTY = 'The AttributeValue for a key attribute cannot contain an empty string value.';

/**
 * Returns DynamoDB's complaint about an empty text in the key of an index; undefined without one.
 * This is stricter than DynamoDB about the default of `if_not_exists`, which counts here even if it is not stored.
 */
export function indexKeyComplaint(write: Write): string | undefined {
  const { TableName = '', Item: item, UpdateExpression: update } = write;
  if (item) return complaintAbout(TableName, item);
  if (update) {
    const isEmpty = keysOf(TableName).some(({ key }) => setsEmpty(write, key));
    return isEmpty
      ? `${INVALID} The update expression attempted to update a secondary index key to a value that is not supported. ${EMPTY}`
      : undefined;
  }
  // Only a BatchWriteItem has lists of requests here; a BatchGetItem has keys.
  for (const [table, requests] of Object.entries(write.RequestItems ?? {})) {
    if (!Array.isArray(requests)) continue;
    for (const { PutRequest } of requests) {
      const complaint = PutRequest && complaintAbout(table, PutRequest.Item);
      if (complaint) return complaint;
    }
  }
  return undefined;
}

function complaintAbout(table: string, item: Item): string | undefined {
  const empty = keysOf(table).find(({ key }) => item[key]?.S === '');
  return (
    empty &&
    `${INVALID} A value specified for a secondary index key is not supported. ${EMPTY} IndexName: ${empty.index}, IndexKey: ${empty.key}`
  );
}

/** Returns whether an update sets a key to an empty text, directly or as the default of `if_not_exists`. */
function setsEmpty(
  { UpdateExpression: update = '', ExpressionAttributeNames: names = {}, ...rest }: Write,
  key: string,
): boolean {
  const assigned = update.matchAll(
    /(?<name>#?\w+)\s*=\s*(?:if_not_exists\s*\([^,]+,\s*)?(?<value>:\w+)/g,
  );
  return [...assigned].some(({ groups }) => {
    const { name = '', value = '' } = groups ?? {};
    return (names[name] ?? name) === key && rest.ExpressionAttributeValues?.[value]?.S === '';
  });
}

function keysOf(table: string) {
  const described: Readonly<Record<string, TableDescription>> = tables;
  return (described[table]?.indexes ?? []).flatMap(({ name: index, partitionKey, sortKey }) =>
    [partitionKey, sortKey].flatMap((key) => (key ? [{ index, key: key.name }] : [])),
  );
}

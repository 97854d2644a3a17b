import { setTimeout as sleep } from 'node:timers/promises';
import type { VendorAnswer, VendorRequest } from '#local/aws/vendor-server.ts';
import { type TableDescription, tables } from '#shared/tables.ts';
import { type DynaliteServer, startDynalite } from './dynalite-server.ts';
import { type DynamoDbRequest, requestOf } from './dynamodb-request.ts';

type Attributes = Readonly<Record<string, unknown>>;
type ItemKey = { readonly table: string; readonly key: Attributes };

/** A copy of the tables that is some milliseconds late. It answers the queries of indexes. */
export interface LateIndexes extends AsyncDisposable {
  ask(request: VendorRequest): Promise<VendorAnswer>;
  /** Copies the items that a write has changed, once it is done. */
  written(request: DynamoDbRequest): void;
}

/**
 * Opens the copy behind a store. An index of DynamoDB is eventually consistent: it shows a write after its table.
 * Here every index shows a write `lateMs` after the table.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html
 */
export async function openLateIndexes(store: DynaliteServer, lateMs: number): Promise<LateIndexes> {
  await using opened = new AsyncDisposableStack();
  const copy = opened.use(await startDynalite());
  const closed = new AbortController();
  const copying = new Set<Promise<void>>();
  opened.defer(async () => {
    closed.abort();
    await Promise.allSettled(copying);
  });
  /** The number of the newest copied version of each item: versions may be read out of order. */
  const newest = new Map<string, number>();
  let versions = 0;

  async function copyItem({ table, key }: ItemKey, credentials: VendorRequest): Promise<void> {
    const version = ++versions;
    const read = { TableName: table, Key: key, ConsistentRead: true };
    const answer = await store.ask(requestOf('GetItem', read, credentials));
    const { Item } = JSON.parse(`${answer.body}`) as { Item?: Attributes };
    await sleep(lateMs, undefined, { signal: closed.signal });
    const name = JSON.stringify([table, key]);
    if ((newest.get(name) ?? 0) > version) return;
    newest.set(name, version);
    await copy.ask(
      Item
        ? requestOf('PutItem', { TableName: table, Item }, credentials)
        : requestOf('DeleteItem', { TableName: table, Key: key }, credentials),
    );
  }

  const all = opened.move();
  return {
    ask: copy.ask,
    written(request) {
      for (const item of writtenItems(request)) {
        const work = copyItem(item, request.wire).catch(() => {});
        copying.add(work);
        void work.then(() => copying.delete(work));
      }
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** Returns the keys of the items that a request writes; none for a read. */
function writtenItems({ operation, fields }: DynamoDbRequest): ItemKey[] {
  const {
    TableName: table = '',
    Item,
    Key,
    RequestItems = {},
  } = fields as {
    readonly TableName?: string;
    readonly Item?: Attributes;
    readonly Key?: Attributes;
    readonly RequestItems?: Readonly<Record<string, readonly BatchWrite[]>>;
  };
  switch (operation) {
    case 'PutItem':
      return [{ table, key: keyOf(table, Item ?? {}) }];
    case 'UpdateItem':
    case 'DeleteItem':
      return [{ table, key: Key ?? {} }];
    case 'BatchWriteItem':
      return Object.entries(RequestItems).flatMap(([name, writes]) =>
        writes.map(({ PutRequest, DeleteRequest }) => ({
          table: name,
          key: DeleteRequest?.Key ?? keyOf(name, PutRequest?.Item ?? {}),
        })),
      );
    default:
      return [];
  }
}

type BatchWrite = {
  readonly PutRequest?: { readonly Item: Attributes };
  readonly DeleteRequest?: { readonly Key: Attributes };
};

function keyOf(table: string, item: Attributes): Attributes {
  const described: Readonly<Record<string, TableDescription>> = tables;
  const { partitionKey, sortKey } = described[table] ?? {};
  const names = [partitionKey, sortKey].flatMap((key) => key?.name ?? []);
  return Object.fromEntries(names.map((name) => [name, item[name]]));
}

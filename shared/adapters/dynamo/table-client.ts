import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { requestHandler } from '#shared/adapters/aws/request-handler.ts';
import type { Config } from '#shared/config/config.ts';
import type { OfficeLines } from '#shared/domain/office/contact.ts';
import { failing } from '#shared/errors.ts';
import { personalTables, tables } from '#shared/tables.ts';
import { wellFormed } from '#shared/well-formed.ts';

/** Two attempts of 700 ms leave a webhook time to answer without the store. */
const REQUEST_TIMEOUT_MS = 700;
const MAX_ATTEMPTS = 2;
const CONNECT_TIMEOUT_MS = 500;
const DAY_MS = 24 * 3_600_000;

/** DynamoDB as the repositories see it: plain objects in and out. */
export type DynamoDb = DynamoDBDocumentClient & {
  /** Days for which rows about people are kept after their last write; absent if they are kept for good. */
  readonly retentionDays?: number | undefined;
  /** The office's own numbers, which are never a caller's. */
  readonly officeLines?: OfficeLines;
};

/** Opens DynamoDB; the SDK reads Region, credentials and endpoint from its own environment variables. */
export function dynamoDb({
  retentionDays,
  officeLines,
}: Pick<Config, 'retentionDays'> & Partial<Pick<Config, 'officeLines'>>): DynamoDb {
  const client = new DynamoDBClient({
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: {
      ...requestHandler(REQUEST_TIMEOUT_MS),
      connectionTimeout: CONNECT_TIMEOUT_MS,
    },
  });
  client.middlewareStack.add(
    (next) => (request) => next({ ...request, input: wellFormed(request.input) }),
    { step: 'initialize', name: 'wellFormed' },
  );
  const marshallOptions = { removeUndefinedValues: true };
  return Object.assign(DynamoDBDocumentClient.from(client, { marshallOptions }), {
    retentionDays,
    ...(officeLines && { officeLines }),
  });
}

/** Returns the TTL column of a row about people, in epoch seconds. Returns no column without a retention, or for other tables. */
export function expiry(
  { retentionDays }: DynamoDb,
  table: string,
  from = Date.now(),
): { readonly [column: string]: number } {
  if (retentionDays === undefined || !personalTables.includes(table)) return {};
  return { [tables.call_log.expiryAttribute]: Math.ceil((from + retentionDays * DAY_MS) / 1_000) };
}

/** A change of one item: attributes to set, to set if absent, to remove. In the condition `when`, `#name` is an attribute and `:value` one of `values`. */
export type Change = {
  readonly table: string;
  readonly key: Readonly<Record<string, string>>;
  readonly set?: Readonly<Record<string, unknown>>;
  readonly setOnce?: Readonly<Record<string, unknown>>;
  readonly remove?: readonly string[];
  /** A moment (epoch ms) after which the row must still stand for the retention; absent for now. */
  readonly ahead?: number | undefined;
  readonly when?: string;
  readonly values?: Readonly<Record<string, unknown>>;
};

/** Changes one item and returns all its attributes; undefined if the condition does not hold. @throws VendorFailed */
export async function change(
  db: DynamoDb,
  wanted: Change,
): Promise<Record<string, unknown> | undefined> {
  try {
    const { ahead = 0, ...rest } = wanted;
    const set = { ...rest.set, ...expiry(db, rest.table, Math.max(ahead, Date.now())) };
    const { Attributes } = await db.send(new UpdateCommand(toUpdate({ ...rest, set })));
    return Attributes ?? {};
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    return failing('dynamodb', `${wanted.table} was not changed`)(error);
  }
}

/** Awaits a conditional command. Returns false if its condition does not hold. @throws VendorFailed for any other failure */
export async function holds(command: Promise<unknown>): Promise<boolean> {
  try {
    await command;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    return failing('dynamodb', 'a conditional write failed')(error);
  }
}

function toUpdate({ table, key, set = {}, setOnce = {}, remove = [], when, values = {} }: Change) {
  const names = new Set(when?.match(/(?<=#)\w+/g));
  const bound: Record<string, unknown> = prefixed(':', values);
  const assignments: string[] = [];
  for (const [attributes, toValue] of [
    [set, (name: string) => `:set_${name}`],
    [setOnce, (name: string) => `if_not_exists(#${name}, :set_${name})`],
  ] as const) {
    for (const [name, value] of Object.entries(attributes)) {
      if (value === undefined) continue;
      names.add(name);
      bound[`:set_${name}`] = value;
      assignments.push(`#${name} = ${toValue(name)}`);
    }
  }
  for (const name of remove) names.add(name);
  const removed = remove.length > 0 ? ` REMOVE ${remove.map((name) => `#${name}`).join(', ')}` : '';
  return {
    TableName: table,
    Key: key,
    UpdateExpression: `${assignments.length > 0 ? `SET ${assignments.join(', ')}` : ''}${removed}`,
    ExpressionAttributeNames: Object.fromEntries([...names].map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: bound,
    ...(when ? { ConditionExpression: when } : {}),
    ReturnValues: 'ALL_NEW',
  } satisfies UpdateCommandInput;
}

function prefixed(prefix: string, values: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]));
}

import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { failing } from '#shared/errors.ts';

/** Two attempts of 700 ms leave a webhook time to answer without the store. */
const REQUEST_TIMEOUT_MS = 700;
const MAX_ATTEMPTS = 2;
const CONNECT_TIMEOUT_MS = 500;

/** DynamoDB as the repositories see it: plain objects in and out. */
export type DynamoDb = DynamoDBDocumentClient;

/** Opens DynamoDB; the SDK finds Region, credentials and endpoint in its own environment variables. */
export function dynamoDb(): DynamoDb {
  const client = new DynamoDBClient({
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  });
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}

/** A change of one item: attributes to set, to set where absent, to remove; `#name` and `:value` in `when` name attributes and values. */
export type Change = {
  readonly table: string;
  readonly key: Readonly<Record<string, string>>;
  readonly set?: Readonly<Record<string, unknown>>;
  readonly setOnce?: Readonly<Record<string, unknown>>;
  readonly remove?: readonly string[];
  readonly when?: string;
  readonly values?: Readonly<Record<string, unknown>>;
};

/** Changes one item and returns it whole; undefined where its condition does not hold. */
export async function change(
  db: DynamoDb,
  wanted: Change,
): Promise<Record<string, unknown> | undefined> {
  try {
    const { Attributes } = await db.send(new UpdateCommand(toUpdate(wanted)));
    return Attributes ?? {};
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    return failing('dynamodb', `${wanted.table} was not changed`)(error);
  }
}

/** Runs a command that only its own condition may refuse; false where it does. */
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
    UpdateExpression: `SET ${assignments.join(', ')}${removed}`,
    ExpressionAttributeNames: Object.fromEntries([...names].map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: bound,
    ...(when ? { ConditionExpression: when } : {}),
    ReturnValues: 'ALL_NEW',
  } satisfies UpdateCommandInput;
}

function prefixed(prefix: string, values: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]));
}

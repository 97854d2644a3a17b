import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { findWorld, type WorldState } from '#local/control/running-world.ts';
import type { DynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { type Environment, variableOf } from '#shared/config/environment.ts';
import { VendorFailed } from '#shared/errors.ts';

/** The DynamoDB that a command works on, until it is disposed of. */
export interface Store extends Disposable {
  /** Its place, for people. */
  readonly name: string;
  readonly db: DynamoDb;
  /** The local world that holds it; absent on AWS. */
  readonly world: WorldState | undefined;
}

/** The options of a command that choose its store: `--state` and `--aws`. */
export type StoreChoice = { readonly stateFolder: string; readonly isAws: boolean };

/**
 * Finds the store of a command: the world of `npm start` while it runs, else AWS.
 * `--aws` and an AWS endpoint in the environment mean AWS, also while a world runs.
 */
export async function findStore(choice: StoreChoice, env: Environment): Promise<Store> {
  const { AWS_ENDPOINT_URL_DYNAMODB: endpoint, AWS_ENDPOINT_URL: awsEndpoint } = env;
  const isAws = choice.isAws || Boolean(endpoint || awsEndpoint);
  return openStore(isAws ? undefined : await findWorld(choice.stateFolder), env);
}

/** Opens the store of a local world, or AWS without one. */
export function openStore(world: WorldState | undefined, env: Environment): Store {
  if (world?.dynamoDbEndpoint) {
    const db = withRetention(localDynamoDb(world.dynamoDbEndpoint), { ...env, ...world.product });
    return {
      name: `the local world at ${world.url}`,
      db,
      world,
      [Symbol.dispose]: () => db.destroy(),
    };
  }
  const marshallOptions = { removeUndefinedValues: true };
  const db = withRetention(
    DynamoDBDocumentClient.from(new DynamoDBClient(), { marshallOptions }),
    env,
  );
  const place = env['AWS_ENDPOINT_URL_DYNAMODB'] ?? env['AWS_REGION'] ?? 'your configuration';
  return {
    name: `DynamoDB (${place})`,
    db,
    world: undefined,
    [Symbol.dispose]: () => db.destroy(),
  };
}

/** Returns a client whose writes expire as those of the deployment do, where `RETENTION_DAYS` is known. */
function withRetention(db: DynamoDBDocumentClient, env: Environment): DynamoDb {
  const days = Number(variableOf(env, 'RETENTION_DAYS'));
  return Object.assign(db, { retentionDays: days > 0 ? days : undefined });
}

/** The SDK’s words for a missing Region or missing credentials. */
const NOT_CONFIGURED = /Region is missing|CredentialsProviderError|Could not load credentials/;
/** The error names of AWS for credentials that are refused. */
const NOT_ALLOWED = /AccessDenied|UnrecognizedClient|ExpiredToken|InvalidSignature/;

/** Returns why AWS cannot be read with this configuration; undefined for any other failure. */
export function hindranceOf(error: unknown): string | undefined {
  const words = chainOf(error);
  if (NOT_CONFIGURED.test(words)) return 'AWS is not configured';
  return NOT_ALLOWED.test(words) ? 'AWS does not let these credentials read' : undefined;
}

/** Words a failure of the store for people, with the vendor’s own words and the way out. */
export function explainFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error instanceof VendorFailed ? error : {};
  const text = cause instanceof Error ? `${error.message}: ${cause.message}` : error.message;
  if (!NOT_CONFIGURED.test(chainOf(error))) return text;
  return `${text}\nAWS is not configured: set AWS_REGION and credentials, or start a local world: npm start`;
}

/** Names and messages of an error and all its causes. */
function chainOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.name} ${error.message} ${error.cause ? chainOf(error.cause) : ''}`;
}

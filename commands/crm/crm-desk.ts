import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { localAws } from '#local/aws/local-aws.ts';
import { findWorld, type WorldState } from '#local/control/running-world.ts';
import { s3HeldFiles } from '#shared/adapters/aws/held-files.ts';
import { eventbridgeScheduler } from '#shared/adapters/aws/schedules.ts';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallTurns } from '#shared/adapters/dynamo/call-turns.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo/call-watches.ts';
import { dynamoCrm } from '#shared/adapters/dynamo/crm.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import type { DynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { type Environment, variableOf } from '#shared/config/environment.ts';
import { InvalidInput } from '#shared/errors.ts';
import type { HeldFiles, Schedules, TwilioCopies } from '#shared/ports/office.ts';

/** The CRM as a command sees it, until it is disposed of. */
export interface CrmDesk extends Disposable, ReturnType<typeof tablesOf> {
  /** Where it is, for people. */
  readonly name: string;
  readonly files: HeldFiles;
  readonly schedules: Schedules;
  /** Opened when it is needed: reading takes no account at Twilio. */
  copies(): Promise<TwilioCopies>;
}

/** Opens the CRM of a running world, or AWS where none runs, where the environment names an endpoint, or where it is asked for. */
export async function openCrmDesk(
  { stateFolder, isAws }: { readonly stateFolder: string; readonly isAws: boolean },
  env: Environment,
): Promise<CrmDesk> {
  const isElsewhere = isAws || env['AWS_ENDPOINT_URL_DYNAMODB'] || env['AWS_ENDPOINT_URL'];
  const world = isElsewhere ? undefined : await findWorld(stateFolder);
  return world?.dynamoDbEndpoint ? deskOfWorld(world, world.dynamoDbEndpoint, env) : deskOnAws(env);
}

function deskOfWorld(world: WorldState, dynamoDbEndpoint: string, env: Environment): CrmDesk {
  const db = localDynamoDb(dynamoDbEndpoint);
  const { s3Endpoint, schedulerEndpoint, twilio } = world;
  return {
    name: `the local world at ${world.url}`,
    ...tablesOf(db),
    files: s3HeldFiles('recordings', { ...localAws, ...(s3Endpoint && { endpoint: s3Endpoint }) }),
    schedules: eventbridgeScheduler(
      { group: 'default', target: undefined },
      { ...localAws, ...(schedulerEndpoint && { endpoint: schedulerEndpoint }) },
    ),
    copies: () =>
      openCopies({
        ...env,
        ...(twilio && {
          TWILIO_ACCOUNT_SID: twilio.accountSid,
          TWILIO_API_BASE_URL: twilio.apiBaseUrl,
        }),
        ...(twilio?.authToken && { TWILIO_AUTH_TOKEN: twilio.authToken }),
      }),
    [Symbol.dispose]: () => db.destroy(),
  };
}

function deskOnAws(env: Environment): CrmDesk {
  const marshallOptions = { removeUndefinedValues: true };
  const db = DynamoDBDocumentClient.from(new DynamoDBClient(), { marshallOptions });
  const place = env['AWS_ENDPOINT_URL_DYNAMODB'] ?? env['AWS_REGION'] ?? 'your configuration';
  return {
    name: `DynamoDB (${place})`,
    ...tablesOf(db),
    get files() {
      const bucket = env['RECORDINGS_BUCKET'];
      if (bucket) return s3HeldFiles(bucket);
      throw new InvalidInput('RECORDINGS_BUCKET is not set: the bucket of what callers said.');
    },
    schedules: eventbridgeScheduler({
      group: env['SCHEDULE_GROUP'] ?? 'default',
      target: undefined,
    }),
    copies: () => openCopies(env),
    [Symbol.dispose]: () => db.destroy(),
  };
}

function tablesOf(db: DynamoDb) {
  return {
    crm: dynamoCrm(db),
    calls: dynamoCallLogs(db),
    turns: dynamoCallTurns(db),
    watches: dynamoCallWatches(db),
    leads: dynamoLeads(db),
  };
}

async function openCopies(env: Environment): Promise<TwilioCopies> {
  const accountSid = variableOf(env, 'TWILIO_ACCOUNT_SID');
  const secretsArn = variableOf(env, 'SECRETS_ARN');
  const twilioAuthToken =
    variableOf(env, 'TWILIO_AUTH_TOKEN') ??
    (secretsArn && (await secretsOf({ secretsArn }).read()).twilioAuthToken);
  if (!accountSid || !twilioAuthToken) {
    throw new InvalidInput(
      'Twilio holds copies too: set TWILIO_ACCOUNT_SID, and TWILIO_AUTH_TOKEN or SECRETS_ARN.',
    );
  }
  // Twilio's client is larger than all the rest, and only an erasure speaks to it.
  const { twilioCopies } = await import('#shared/adapters/twilio/copies.ts');
  const apiBaseUrl = variableOf(env, 'TWILIO_API_BASE_URL') ?? 'https://api.twilio.com';
  return twilioCopies({ accountSid, apiBaseUrl }, { twilioAuthToken });
}

import { settingsOf } from '#commands/office/settings-reading.ts';
import { findStore, type StoreChoice } from '#commands/store.ts';
import { localAws } from '#local/aws/local-aws.ts';
import type { WorldState } from '#local/control/running-world.ts';
import { s3HeldFiles } from '#shared/adapters/aws/held-files.ts';
import { eventbridgeScheduler } from '#shared/adapters/aws/schedules.ts';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { dynamoBrokers } from '#shared/adapters/dynamo/brokers.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallTurns } from '#shared/adapters/dynamo/call-turns.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo/call-watches.ts';
import { dynamoContactJoins } from '#shared/adapters/dynamo/contact-joins.ts';
import { dynamoCrm } from '#shared/adapters/dynamo/crm.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import type { DynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import { type Environment, variableOf } from '#shared/config/environment.ts';
import { InvalidInput } from '#shared/errors.ts';
import type { HeldFiles, TwilioCopies } from '#shared/ports/erasure.ts';
import type { Schedules } from '#shared/ports/office.ts';
import { migrateCallbacks } from './callback-migration.ts';

/** The CRM as a command uses it, until it is disposed of. */
export interface CrmDesk extends Disposable, ReturnType<typeof tablesOf> {
  /** Its place, for people. */
  readonly name: string;
  /** @throws InvalidInput on AWS where RECORDINGS_BUCKET is not set. */
  readonly files: HeldFiles;
  readonly schedules: Schedules;
  /** Opened on demand, because only an erasure needs an account at Twilio. */
  copies(): Promise<TwilioCopies>;
}

/** Opens the CRM of the local world, or of AWS. */
export async function openCrmDesk(choice: StoreChoice, env: Environment): Promise<CrmDesk> {
  const { name, db, world, [Symbol.dispose]: close } = await findStore(choice, env);
  return {
    name,
    ...tablesOf(db),
    get files() {
      return world ? filesOfWorld(world) : filesOnAws(env);
    },
    schedules: world
      ? schedulesOfWorld(world)
      : eventbridgeScheduler({ group: env['SCHEDULE_GROUP'] ?? 'default', target: undefined }),
    copies: () => openCopies(world ? { ...env, ...accountOfWorld(world) } : env),
    [Symbol.dispose]: close,
  };
}

function tablesOf(db: DynamoDb) {
  return {
    crm: dynamoCrm(db),
    calls: dynamoCallLogs(db),
    turns: dynamoCallTurns(db),
    watches: dynamoCallWatches(db),
    leads: dynamoLeads(db),
    tasks: dynamoTasks(db),
    migrateCallbacks: () => migrateCallbacks(db),
    joins: dynamoContactJoins(db),
    brokers: dynamoBrokers(db),
    settings: () => settingsOf(db),
  };
}

function filesOnAws({ RECORDINGS_BUCKET: bucket }: Environment): HeldFiles {
  if (bucket) return s3HeldFiles(bucket);
  throw new InvalidInput('RECORDINGS_BUCKET is not set: the bucket of recordings and media.');
}

function filesOfWorld({ s3Endpoint: endpoint }: WorldState): HeldFiles {
  return s3HeldFiles('recordings', { ...localAws, ...(endpoint && { endpoint }) });
}

function schedulesOfWorld({ schedulerEndpoint: endpoint }: WorldState): Schedules {
  const place = { group: 'default', target: undefined };
  return eventbridgeScheduler(place, { ...localAws, ...(endpoint && { endpoint }) });
}

/** The variables of a world’s own account at its Twilio. */
function accountOfWorld({ twilio }: WorldState): Environment {
  if (!twilio) return {};
  const { accountSid, apiBaseUrl, authToken } = twilio;
  return {
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_API_BASE_URL: apiBaseUrl,
    ...(authToken && { TWILIO_AUTH_TOKEN: authToken }),
  };
}

async function openCopies(env: Environment): Promise<TwilioCopies> {
  const accountSid = variableOf(env, 'TWILIO_ACCOUNT_SID');
  const twilio = variableOf(env, 'TWILIO_SECRET_ARN');
  const twilioAuthToken =
    variableOf(env, 'TWILIO_AUTH_TOKEN') ??
    (twilio && (await secretsOf({ secretArns: { twilio } }).twilio()).twilioAuthToken);
  if (!accountSid || !twilioAuthToken) {
    throw new InvalidInput(
      'Twilio holds copies too: set TWILIO_ACCOUNT_SID, and TWILIO_AUTH_TOKEN or TWILIO_SECRET_ARN.',
    );
  }
  // Twilio’s client is larger than all other imports, and only an erasure uses it.
  const { twilioCopies } = await import('#shared/adapters/twilio/copies.ts');
  const apiBaseUrl = variableOf(env, 'TWILIO_API_BASE_URL') ?? 'https://api.twilio.com';
  return twilioCopies({ accountSid, apiBaseUrl }, { twilioAuthToken });
}

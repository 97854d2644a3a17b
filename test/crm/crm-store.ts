import {
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { vi } from 'vitest';
import { createDynamoDbStandIn, type DynamoDbOptions } from '#local/aws/dynamodb/dynamodb.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { localAws } from '#local/aws/local-aws.ts';
import { createSchedulerStandIn } from '#local/aws/scheduler/scheduler.ts';
import { loadSampleListings } from '#local/world/sample-listings.ts';
import { eventbridgeScheduler } from '#shared/adapters/aws/schedules.ts';
import { dynamoInteractions } from '#shared/adapters/dynamo/interactions.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import { dynamoViewings } from '#shared/adapters/dynamo/viewings.ts';
import { officeOf } from '../office/office-of.ts';
import { peopleOf } from '../office/people-of.ts';

/** A Monday, 11:35 in Israel, that is in the future for every scheduler. */
export const NOW = Date.parse('2090-11-20T09:35:00Z');

const target = {
  functionArnPrefix: 'arn:aws:lambda:us-east-1:000000000000:function:',
  roleArn: 'arn:aws:iam::000000000000:role/schedules',
  deadLetterArn: 'arn:aws:sqs:us-east-1:000000000000:dead-letters',
};

/** Opens a CRM with the sample listings, and its schedules, on loopback. */
export async function openCrmStore(options: DynamoDbOptions = {}) {
  await using opened = new AsyncDisposableStack();
  const store = opened.use(await createDynamoDbStandIn(options));
  const db = opened.adopt(localDynamoDb(store.endpoint), (client) => client.destroy());
  const listings = dynamoListings(db);
  await loadSampleListings(listings, NOW);

  const scheduler = opened.use(await createSchedulerStandIn({ invoke: () => {} }));
  const itsClient = opened.adopt(
    new SchedulerClient({ ...localAws, endpoint: scheduler.endpoint }),
    (client) => client.destroy(),
  );
  opened.defer(() => void vi.unstubAllEnvs());
  vi.stubEnv('AWS_ENDPOINT_URL_SCHEDULER', scheduler.endpoint);
  vi.stubEnv('AWS_REGION', localAws.region);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  const all = opened.move();
  return {
    endpoint: store.endpoint,
    setFault: store.setFault,
    writeFaults: store.writeFaults,
    scheduler,
    db,
    listings,
    office: officeOf(),
    brokers: peopleOf(),
    leads: dynamoLeads(db),
    tasks: dynamoTasks(db),
    viewings: dynamoViewings(db),
    interactions: dynamoInteractions(db),
    schedules: eventbridgeScheduler(
      { group: 'default', target },
      { ...localAws, endpoint: scheduler.endpoint },
    ),
    /** Returns every lead, viewing and task that a tool wrote, without the notes of changed viewings. */
    async written() {
      const tables = ['leads', 'viewings', 'tasks'].map((TableName) =>
        db.send(new ScanCommand({ TableName })),
      );
      const rows = (await Promise.all(tables)).flatMap(({ Items = [] }) => Items);
      return rows.filter((row) => !('changed_until' in row));
    },
    /** Returns every schedule by its name: its moment in UTC and the input of its function. */
    async scheduled() {
      const { Schedules = [] } = await itsClient.send(new ListSchedulesCommand({}));
      const read = Schedules.map(async ({ Name }) => {
        const { ScheduleExpression, Target } = await itsClient.send(
          new GetScheduleCommand({ Name }),
        );
        const to = Target?.Arn?.slice(target.functionArnPrefix.length);
        return [
          Name,
          { at: ScheduleExpression?.slice(3, -1), to, input: JSON.parse(Target?.Input ?? '') },
        ];
      });
      return Object.fromEntries(await Promise.all(read));
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

export type CrmStore = Awaited<ReturnType<typeof openCrmStore>>;

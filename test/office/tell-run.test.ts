import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { tell } from '#functions/tell.ts';
import { createDynamoDbStandIn } from '#local/aws/dynamodb/dynamodb.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { dynamoCallCards } from '#shared/adapters/dynamo/call-cards.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallTurns } from '#shared/adapters/dynamo/call-turns.ts';
import { dynamoChatCards } from '#shared/adapters/dynamo/chat-cards.ts';
import { dynamoInteractions } from '#shared/adapters/dynamo/interactions.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import { dynamoStaffMessages } from '#shared/adapters/dynamo/staff-messages.ts';
import type { DynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import { dynamoTellings } from '#shared/adapters/dynamo/tellings.ts';
import { dynamoUntoldViewings } from '#shared/adapters/dynamo/untold-viewings.ts';
import { viewingDays } from '#shared/adapters/dynamo/viewing-days.ts';
import { dynamoViewings } from '#shared/adapters/dynamo/viewings.ts';
import { TELLING_PACE } from '#shared/domain/office/telling.ts';
import { lambdas } from '#shared/lambdas.ts';
import type { CallCards } from '#shared/ports/cards.ts';
import { silenceLog } from '../doors/log.ts';
import { officeOf } from './office-of.ts';
import { peopleOf } from './people-of.ts';

let db: DynamoDb;
let opened: AsyncDisposableStack;
beforeEach(async () => {
  opened = new AsyncDisposableStack();
  const store = opened.use(await createDynamoDbStandIn());
  db = opened.adopt(localDynamoDb(store.endpoint), (client) => client.destroy());
});
afterEach(() => opened.disposeAsync());

/** Returns a run of one sweep. */
const runOf = (due: CallCards['due']) =>
  tell(
    {
      cards: { ...dynamoCallCards(db), due },
      chats: dynamoChatCards(db),
      interactions: dynamoInteractions(db),
      turns: dynamoCallTurns(db),
      tasks: dynamoTasks(db),
      viewings: dynamoViewings(db),
      days: viewingDays(db),
      summarizer: { ask: async () => undefined },
      tellings: dynamoTellings(db),
      messages: dynamoStaffMessages(db),
      brokers: peopleOf(),
      office: officeOf(),
      untoldViewings: dynamoUntoldViewings(db),
      listings: dynamoListings(db),
      calls: dynamoCallLogs(db),
      leads: dynamoLeads(db),
      senders: { email: async () => ({ sid: 'mail' }) },
      invite: undefined,
      alerting: undefined,
    },
    { lifeMs: 0, sweepEveryMs: 1 },
  );

test('a run that tells is counted although a card hangs', async () => {
  const log = silenceLog();
  const hanging = Promise.withResolvers<[]>();
  const run = runOf(() => hanging.promise)();
  await expect.poll(() => log.some((line) => line.includes('"TellRuns":1'))).toBe(true);
  hanging.resolve([]);
  await run;
  expect(log.filter((line) => line.includes('"TellRuns":1'))).toHaveLength(1);
  vi.restoreAllMocks();
});

test('a run has a minute after its last sweep, to finish what it sends', () => {
  expect(lambdas.tell.timeoutMs - TELLING_PACE.lifeMs).toBeGreaterThanOrEqual(60_000);
});

import { dynamoAlerts } from '#shared/adapters/dynamo/alerts.ts';
import { dynamoStaffMessages } from '#shared/adapters/dynamo/staff-messages.ts';
import type { DynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { dynamoTellings } from '#shared/adapters/dynamo/tellings.ts';
import { viewingDays } from '#shared/adapters/dynamo/viewing-days.ts';
import { dynamoViewings } from '#shared/adapters/dynamo/viewings.ts';
import type { StaffDeskParts } from './staff-desk.ts';

/** Returns the stores of the staff's desk in DynamoDB, beside those that an answering function has. */
export function staffParts(
  db: DynamoDb,
  parts: Pick<
    StaffDeskParts,
    'brokers' | 'interactions' | 'listings' | 'leads' | 'tasks' | 'office'
  >,
): StaffDeskParts {
  return {
    ...parts,
    days: viewingDays(db),
    viewings: dynamoViewings(db),
    alerts: dynamoAlerts(db),
    messages: dynamoStaffMessages(db),
    tellings: dynamoTellings(db),
  };
}

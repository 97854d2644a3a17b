import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { SourceReport } from '#shared/domain/listings/source-report.ts';
import { failing } from '#shared/errors.ts';
import type { SourceReports } from '#shared/ports/listing-sources.ts';
import type { DynamoDb } from './table-client.ts';

const table = 'office';
const ID = 'listing-source';

/** The row `listing-source` of the table `office`. */
export function dynamoSourceReports(db: DynamoDb): SourceReports {
  return {
    async last() {
      const command = new GetCommand({ TableName: table, Key: { id: ID }, ConsistentRead: true });
      const { Item } = await db.send(command).catch(failing('dynamodb', 'the report was not read'));
      if (!Item) return undefined;
      const { id: _id, ...report } = Item;
      return report as SourceReport;
    },

    async keep(report) {
      const command = new PutCommand({ TableName: table, Item: { id: ID, ...report } });
      await db.send(command).catch(failing('dynamodb', 'the report was not kept'));
    },
  };
}

import { GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';

/** A row of the CRM by its columns. */
type Row = Readonly<Record<string, unknown>>;

/** The CRM's rows about a contact, from all calls. */
export type ContactRecords = { readonly lead: Row | undefined; readonly viewings: readonly Row[] };

/** Reads the CRM's rows about a contact; a missing table counts as empty. */
export async function readContact(
  dynamoDbEndpoint: string,
  contact: string,
): Promise<ContactRecords> {
  const db = localDynamoDb(dynamoDbEndpoint);
  try {
    const [lead, viewings] = await Promise.all([
      orNothing(db.send(new GetCommand({ TableName: 'leads', Key: { contact } }))),
      orNothing(
        db.send(
          new ScanCommand({
            TableName: 'viewings',
            FilterExpression: 'contact = :contact',
            ExpressionAttributeValues: { ':contact': contact },
          }),
        ),
      ),
    ]);
    return { lead: lead?.Item, viewings: viewings?.Items ?? [] };
  } finally {
    db.destroy();
  }
}

async function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { localAws } from './local-aws.ts';

/** Opens a client for a DynamoDB on loopback, for code outside the product: the CRM's reader, a test. */
export function localDynamoDb(endpoint: string): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient({ ...localAws, endpoint }), {
    marshallOptions: { removeUndefinedValues: true },
  });
}

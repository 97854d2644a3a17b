import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { dynamoBrokers } from '#shared/adapters/dynamo/brokers.ts';
import type { Broker } from '#shared/domain/office/broker.ts';

/** Writes the people of the office into the store of a new world. */
export async function firstPeople(endpoint: string, people: readonly Broker[]): Promise<void> {
  const db = localDynamoDb(endpoint);
  try {
    const brokers = dynamoBrokers(db);
    await Promise.all(people.map((broker) => brokers.put(broker)));
  } finally {
    db.destroy();
  }
}

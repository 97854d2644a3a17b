/** The process of the store: DynamoDB on loopback, whose faults its parent switches. */
import { createDynamoDbStandIn } from '#local/aws/dynamodb.ts';

const store = await createDynamoDbStandIn();
process.on('message', (fault: 'none' | 'down') => void store.setFault(fault));
process.on('disconnect', () => process.exit());
process.send?.(store.endpoint);

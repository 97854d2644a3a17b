import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { interactionId } from '#shared/domain/interaction.ts';
import { officeDay } from '#shared/domain/office-day.ts';
import type { Interactions } from '#shared/ports.ts';
import { change, type DynamoDb, holds } from './dynamo-db.ts';

const table = 'interactions';

/** `interactions` in DynamoDB. */
export function dynamoInteractions(db: DynamoDb): Interactions {
  return {
    async receive(interaction) {
      await holds(
        db.send(
          new PutCommand({
            TableName: table,
            Item: { ...interaction, day: officeDay(interaction.created_at) },
            ConditionExpression: 'attribute_not_exists(#id)',
            ExpressionAttributeNames: { '#id': 'id' },
          }),
        ),
      );
    },

    async reply(key, { text, replyText }) {
      await change(db, {
        table,
        key: { id: interactionId(key) },
        set: { text, reply_text: replyText, ...(replyText ? { status: 'replied' } : {}) },
        setOnce: key,
      });
    },
  };
}

import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type Interaction, interactionId } from '#shared/domain/interaction.ts';
import { officeDay } from '#shared/domain/office-day.ts';
import { failing } from '#shared/errors.ts';
import type { Interactions } from '#shared/ports.ts';
import { change, type DynamoDb } from './dynamo-db.ts';

const table = 'interactions';

/** `interactions` in DynamoDB. */
export function dynamoInteractions(db: DynamoDb): Interactions {
  return {
    async receive({ id, ...interaction }) {
      // What was said may have been noted first, by a call whose first webhook was missed.
      const setOnce = { ...interaction, day: officeDay(interaction.created_at) };
      await change(db, { table, key: { id }, setOnce });
    },

    async reply(key, { text, replyText }) {
      await change(db, {
        table,
        key: { id: interactionId(key) },
        set: { text, reply_text: replyText, ...(replyText ? { status: 'replied' } : {}) },
        setOnce: key,
      });
    },

    async recent(contact, limit) {
      const command = new QueryCommand({
        TableName: table,
        IndexName: 'by_contact',
        KeyConditionExpression: '#contact = :contact',
        ExpressionAttributeNames: { '#contact': 'contact' },
        ExpressionAttributeValues: { ':contact': contact },
        ScanIndexForward: false,
        Limit: limit,
      });
      const { Items = [] } = await db
        .send(command)
        .catch(failing('dynamodb', 'interactions were not read'));
      return Items as Interaction[];
    },
  };
}

import { interactionId } from '#shared/domain/interaction.ts';
import { officeDay } from '#shared/domain/office-day.ts';
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
  };
}

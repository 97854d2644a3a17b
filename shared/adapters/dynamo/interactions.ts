import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import {
  type Interaction,
  interactionId,
  rankOfInteraction,
} from '#shared/domain/messages/interaction.ts';
import { officeDay } from '#shared/domain/office/office-day.ts';
import { failing } from '#shared/errors.ts';
import type { Interactions, Settlement } from '#shared/ports/messages.ts';
import { contactOfSender } from './joined-users.ts';
import { change, type DynamoDb } from './table-client.ts';

const table = 'interactions';
/** Keeps late webhooks and workers from filling in an erased message. */
const stands = 'attribute_exists(#id) AND attribute_not_exists(#erased_at)';

/** `interactions` in DynamoDB. */
export function dynamoInteractions(db: DynamoDb): Interactions {
  const find: Interactions['find'] = async (key) => {
    const command = new GetCommand({
      TableName: table,
      Key: { id: interactionId(key) },
      ConsistentRead: true,
    });
    const { Item } = await db.send(command).catch(failing('dynamodb', 'interactions was not read'));
    return Item as Interaction | undefined;
  };

  return {
    find,

    async receive({ id, ...interaction }) {
      // The words may be there first, from a call whose first webhook was missed.
      const setOnce = { ...interaction, day: officeDay(interaction.created_at) };
      await change(db, { table, key: { id }, setOnce });
    },

    async reply(key, { text, replyText, readAt }) {
      await change(db, {
        table,
        key: { id: interactionId(key) },
        set: {
          text,
          reply_text: replyText,
          ...(replyText ? { status: 'replied' } : {}),
          transcript_read_at: readAt,
        },
        setOnce: key,
        when: 'attribute_not_exists(#transcript_read_at) OR #transcript_read_at <= :set_transcript_read_at',
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

    async enter({ id, ...received }) {
      const contact = await contactOfSender(db, received.contact, received.created_at);
      const message = { ...received, ...(contact && { contact }) };
      const entered = await change(db, {
        table,
        key: { id },
        set: { ...message, day: officeDay(message.created_at) },
        when: 'attribute_not_exists(#id)',
      });
      return (entered ?? (await find(message)) ?? { id, ...message }) as Interaction;
    },

    async note(key, facts) {
      await change(db, {
        table,
        key: { id: interactionId(key) },
        set: facts,
        when: stands,
      });
    },

    async settle(key, settlement) {
      const settled = await change(db, {
        table,
        key: { id: interactionId(key) },
        set: toColumns(settlement),
        when: `${stands} AND attribute_not_exists(#settled_at)`,
      });
      return settled ? (settled as Interaction) : find(key);
    },

    async claimSending(key, { at, until }) {
      const claimed = await change(db, {
        table,
        key: { id: interactionId(key) },
        set: { sending_until: until },
        when: 'attribute_exists(#reply_text) AND attribute_not_exists(#reply_sid) AND #status_rank < :sent AND (attribute_not_exists(#sending_until) OR #sending_until <= :at)',
        values: { at, sent: rankOfInteraction('sent') },
      });
      return claimed !== undefined;
    },

    async raise(key, { status, replySid, errorCode }) {
      const rank = rankOfInteraction(status);
      const raised = await change(db, {
        table,
        key: { id: interactionId(key) },
        set: { status, status_rank: rank, reply_sid: replySid, error_code: errorCode },
        when: `${stands} AND (attribute_not_exists(#status_rank) OR #status_rank < :set_status_rank)`,
      });
      return raised as Interaction | undefined;
    },
  };
}

function toColumns(settlement: Settlement): Partial<Interaction> {
  const decided = { settled_at: settlement.at, settled_by: settlement.by };
  if ('answeredWith' in settlement) return { ...decided, answered_with: settlement.answeredWith };
  if ('unanswered' in settlement) return { ...decided, unanswered: settlement.unanswered };
  return {
    ...decided,
    reply_text: settlement.replyText,
    ...(settlement.toolNotes?.length ? { tool_notes: settlement.toolNotes } : {}),
    sending_until: settlement.sendingUntil,
    status: 'replied',
    status_rank: rankOfInteraction('replied'),
  };
}

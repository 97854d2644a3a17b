import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { type Interaction, interactionId } from '#shared/domain/messages/interaction.ts';
import type { Notice, NoticeOutcome } from '#shared/domain/messages/notice.ts';
import { officeDay } from '#shared/domain/office/office-day.ts';
import { failing } from '#shared/errors.ts';
import type { Notices } from '#shared/ports/messages.ts';
import { change, type DynamoDb } from './table-client.ts';

const table = 'interactions';

/** Notices as rows of `interactions` in DynamoDB, found by Twilio's callbacks under our id. */
export function dynamoNotices(db: DynamoDb): Notices {
  return {
    async claim(notice, { at, until }) {
      const { id, ...columns } = toInteraction(notice);
      const claimed = await change(db, {
        table,
        key: { id },
        set: { sending_until: until },
        setOnce: { ...columns, day: officeDay(notice.at) },
        // A callback may have told that it went out, even if its sender died before it could.
        when: 'attribute_not_exists(#status) OR (#status = :replied AND #sending_until <= :at)',
        values: { replied: 'replied', at },
      });
      if (claimed) {
        const { created_at: since } = claimed as Interaction;
        return { triedSince: since === notice.at ? undefined : since };
      }
      const command = new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true });
      const { Item } = await db.send(command).catch(failing('dynamodb', 'a notice was not read'));
      return Item?.['status'] === 'replied' ? 'held' : 'done';
    },

    async settle({ id }, { until }, outcome) {
      const mine = {
        table,
        key: { id: keyOf(id) },
        remove: ['sending_until'],
        when: '#sending_until = :mine',
        values: { mine: until },
      };
      const { status, ...columns } = toColumns(outcome);
      const settled = await change(db, {
        ...mine,
        set: { ...columns, status },
        when: `${mine.when} AND #status = :replied`,
        values: { ...mine.values, replied: 'replied' },
      });
      // A callback that came meanwhile is later news than ours.
      if (!settled) await change(db, { ...mine, set: columns });
    },

    async drop({ id, at }, reason) {
      await change(db, {
        table,
        key: { id: keyOf(id) },
        set: { status: 'failed', failure: reason },
        remove: ['sending_until'],
        when: '#status = :replied AND #sending_until <= :at',
        values: { replied: 'replied', at },
      });
    },
  };
}

function keyOf(id: string): string {
  return interactionId({ channel: 'whatsapp', external_sid: id });
}

/** Returns the row of a notice: settled from the start, because it does not wait for an answer. */
function toInteraction({ id, contact, sender, text, listing_id, at }: Notice) {
  return {
    id: keyOf(id),
    channel: 'whatsapp',
    external_sid: id,
    from_id: `whatsapp:${sender}`,
    to_id: `whatsapp:${contact}`,
    contact,
    reply_text: text,
    ...(listing_id && { listing_id }),
    settled_at: at,
    status: 'replied',
    created_at: at,
  } as const satisfies Interaction & { settled_at: number };
}

function toColumns(outcome: NoticeOutcome) {
  if ('sid' in outcome) return { status: 'sent', reply_sid: outcome.sid };
  const { failure } = outcome;
  const code = 'code' in failure ? failure.code : undefined;
  return { status: 'failed', failure: failure.reason, error_code: code };
}

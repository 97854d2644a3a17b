import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { NoticeFailure } from '#shared/domain/messages/notice.ts';
import type { StaffMessageState } from '#shared/domain/office/staff-message.ts';
import { failing } from '#shared/errors.ts';
import type { StaffMessages } from '#shared/ports/staff-messages.ts';
import { change, type DynamoDb } from './table-client.ts';

const table = 'tellings';

/** The messages to the office's own people: rows of `tellings` in DynamoDB. */
export function dynamoStaffMessages(db: DynamoDb): StaffMessages {
  const find = async (id: string): Promise<StaffMessageState | undefined> => {
    const command = new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true });
    const { Item } = await db.send(command).catch(failing('dynamodb', 'tellings was not read'));
    return Item && readMessage(Item);
  };

  return {
    find,

    async claim({ id, at: triedAt, ...columns }, { at, until }) {
      const claimed = await change(db, {
        table,
        key: { id },
        set: { sending_until: until },
        setOnce: { ...columns, state: 'sending', created_at: triedAt },
        // A report may have told that it went out, even if its sender died before it could.
        when: 'attribute_not_exists(#state) OR (#state = :sending AND #sending_until <= :at)',
        values: { sending: 'sending', at },
      });
      if (!claimed) return (await find(id))?.state === 'sending' ? 'held' : 'done';
      const since = claimed['created_at'] as number;
      return { triedSince: since === triedAt ? undefined : since };
    },

    async settle({ id }, { until }, outcome) {
      const columns =
        'sid' in outcome
          ? { state: 'sent', sid: outcome.sid }
          : { state: 'failed', failure: failureOf(outcome.failure) };
      const mine = { mine: until, sending: 'sending' };
      const settled = await change(db, {
        table,
        key: { id },
        set: columns,
        remove: ['sending_until'],
        when: '#sending_until = :mine AND #state = :sending',
        values: mine,
      });
      if (settled || !('sid' in outcome)) return;
      // A report that came meanwhile is later news than ours; only the id is missing.
      await change(db, {
        table,
        key: { id },
        set: { sid: outcome.sid },
        remove: ['sending_until'],
        when: '#sending_until = :mine',
        values: { mine: until },
      });
    },

    async report(id, report) {
      const isFailure = report.state === 'failed';
      const row = await change(db, {
        table,
        key: { id },
        set: isFailure ? report : { state: report.state, sid: report.sid },
        when: isFailure
          ? 'attribute_exists(#state)'
          : 'attribute_exists(#state) AND #state <> :failed AND #state <> :delivered AND #state <> :same',
        ...(!isFailure && {
          values: { failed: 'failed', delivered: 'delivered', same: report.state },
        }),
      });
      return row && readMessage(row);
    },

    async findBySid(sid) {
      const command = new QueryCommand({
        TableName: table,
        IndexName: 'by_sid',
        KeyConditionExpression: 'sid = :sid',
        ExpressionAttributeValues: { ':sid': sid },
        Limit: 1,
      });
      const { Items } = await db.send(command).catch(failing('dynamodb', 'tellings was not read'));
      return Items?.[0] && readMessage(Items[0]);
    },
  };
}

function failureOf(failure: NoticeFailure): string {
  if (failure.reason === 'refused') return `refused ${failure.code}`;
  return failure.reason === 'mail-refused' ? `refused ${failure.name}` : failure.reason;
}

/** Returns the message in a row of `tellings`. */
export function readMessage({ created_at, sending_until: _, ...row }: Record<string, unknown>) {
  return { ...row, at: created_at } as StaffMessageState;
}

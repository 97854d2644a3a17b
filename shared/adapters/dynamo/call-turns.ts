import { GetCommand, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { CallTurn } from '#shared/domain/calls/call-turn.ts';
import { failing } from '#shared/errors.ts';
import type { CallTurns } from '#shared/ports/calls.ts';
import { change, type DynamoDb, expiry, holds } from './table-client.ts';

const table = 'call_turn';

/** `call_turn` in DynamoDB. */
export function dynamoCallTurns(db: DynamoDb): CallTurns {
  return {
    insert: (turn) =>
      holds(
        db.send(
          new PutCommand({
            TableName: table,
            Item: { ...turn, ...expiry(db, table) },
            ConditionExpression: 'attribute_not_exists(#id)',
            ExpressionAttributeNames: { '#id': 'id' },
          }),
        ),
      ),

    async update({ call_sid, id, ...set }) {
      // An update alone would make a row without words and without a moment.
      await change(db, { table, key: { call_sid, id }, set, when: 'attribute_exists(#id)' });
    },

    async claim({ call_sid, id, mode }, { at, until }) {
      const key = { call_sid, id };
      const claimed = await change(db, {
        table,
        key,
        set: { mode, transcription: 'pending', pending_until: until },
        setOnce: { started_at: at, user_text: '' },
        when: '(attribute_not_exists(#transcription) OR #transcription <> :done) AND (attribute_not_exists(#pending_until) OR #pending_until <= :at)',
        values: { done: 'done', at },
      });
      if (claimed) return 'claimed';
      const command = new GetCommand({ TableName: table, Key: key, ConsistentRead: true });
      const { Item } = await db.send(command).catch(failing('dynamodb', 'call_turn was not read'));
      return (Item as CallTurn | undefined)?.transcription === 'done' ? 'done' : 'held';
    },

    async settle({ call_sid, id }, { until }, outcome) {
      await change(db, {
        table,
        key: { call_sid, id },
        set: outcome,
        remove: ['pending_until'],
        when: '#pending_until = :mine',
        values: { mine: until },
      });
    },

    async ofCall(callSid) {
      const pages = paginateQuery(
        { client: db },
        {
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: '#call_sid = :call_sid',
          ExpressionAttributeNames: { '#call_sid': 'call_sid' },
          ExpressionAttributeValues: { ':call_sid': callSid },
        },
      );
      const read = await Array.fromAsync(pages).catch(
        failing('dynamodb', 'call_turn was not read'),
      );
      // Rows of earlier versions may lack what an insert writes.
      return read.flatMap(({ Items = [] }) =>
        Items.map((row) => ({ started_at: 0, user_text: '', ...row }) as CallTurn),
      );
    },
  };
}

import {
  DeleteCommand,
  PutCommand,
  paginateQuery,
  paginateScan,
  type QueryCommandInput,
  type ScanCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { mapInBatches } from '#shared/batches.ts';
import type { CallLog } from '#shared/domain/calls/call-log.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import type { JoinedUser, Lead } from '#shared/domain/office/lead.ts';
import {
  ERASED_TASK,
  isAbout,
  type StaffMessageState,
} from '#shared/domain/office/staff-message.ts';
import type { Task } from '#shared/domain/office/task.ts';
import type { Viewing } from '#shared/domain/office/viewing.ts';
import { failing } from '#shared/errors.ts';
import type { CrmErasure } from '#shared/ports/erasure.ts';
import type { Crm } from '#shared/ports/office.ts';
import { readMessage } from './staff-messages.ts';
import { change, type DynamoDb, holds } from './table-client.ts';
import { viewingChanges } from './viewing-changes.ts';
import { viewingDays } from './viewing-days.ts';

/** Concurrent deletes, few enough not to be throttled. */
const DELETED_AT_ONCE = 10;

/** The CRM's tables as the office reads and clears them. */
export function dynamoCrm(db: DynamoDb): Crm & CrmErasure {
  const [changes, days] = [viewingChanges(db), viewingDays(db)];
  const query = async <Row>(wanted: QueryCommandInput): Promise<Row[]> => {
    const pages = await Array.fromAsync(paginateQuery({ client: db }, wanted)).catch(
      failing('dynamodb', `${wanted.TableName} was not read`),
    );
    return pages.flatMap(({ Items = [] }) => Items as Row[]);
  };
  const scan = async <Row>(wanted: ScanCommandInput): Promise<Row[]> => {
    const pages = await Array.fromAsync(paginateScan({ client: db }, wanted)).catch(
      failing('dynamodb', `${wanted.TableName} was not read`),
    );
    return pages.flatMap(({ Items = [] }) => Items as Row[]);
  };
  const by = (table: string, index: string, value: string): QueryCommandInput => ({
    TableName: table,
    IndexName: `by_${index}`,
    KeyConditionExpression: '#index = :value',
    ExpressionAttributeNames: { '#index': index },
    ExpressionAttributeValues: { ':value': value },
  });
  const remove = async (table: string, keys: readonly Record<string, string>[]) => {
    await mapInBatches(keys, DELETED_AT_ONCE, (key) =>
      db
        .send(new DeleteCommand({ TableName: table, Key: key }))
        .catch(failing('dynamodb', `a row of ${table} was not removed`)),
    );
  };

  return {
    callsOfDay: (day) => query<CallLog>({ ...by('call_log', 'day', day), ScanIndexForward: false }),
    callsOf: (contact) => query<CallLog>(by('call_log', 'contact', contact)),
    interactionsOf: (contact) => query<Interaction>(by('interactions', 'contact', contact)),
    viewingsOf: async (contact) =>
      changes.applied(contact, await query<Viewing>(by('viewings', 'contact', contact))),

    // No index knows the numbers to call, and only an export or an erasure asks.
    async tasksOf(addresses, callSids) {
      const all = await scan<Task>({ TableName: 'tasks', ConsistentRead: true });
      // A task of a call whose first webhook was lost names nobody.
      const isTheirs = ({ contact, phone, source_sid: sid = '' }: Task) =>
        [contact, phone].some((one) => one !== undefined && addresses.includes(one)) ||
        (contact === undefined && callSids.includes(sid));
      return all.filter(isTheirs).toSorted((one, other) => one.created_at - other.created_at);
    },

    // Only an export or an erasure asks.
    async tellingsOf(contact) {
      const rows = await scan<Record<string, unknown>>({
        TableName: 'tellings',
        ConsistentRead: true,
      });
      return rows
        .map(readMessage)
        .filter((message) => isAbout(message, contact))
        .toSorted((one, other) => one.at - other.at);
    },

    viewingsBetween: async (from, to) =>
      (
        await scan<Viewing>({
          TableName: 'viewings',
          FilterExpression: '#at BETWEEN :from AND :to',
          ExpressionAttributeNames: { '#at': 'at' },
          ExpressionAttributeValues: { ':from': from, ':to': to },
        })
      ).toSorted((one, other) => one.at - other.at),

    async leads() {
      const rows = await scan<Lead | JoinedUser>({ TableName: 'leads' });
      return rows.filter((row): row is Lead => !('joined_to' in row));
    },

    async leaveTombstone(callSid, at) {
      const command = new UpdateCommand({
        TableName: 'call_log',
        Key: { call_sid: callSid },
        UpdateExpression: 'SET erased_at = if_not_exists(erased_at, :at)',
        ExpressionAttributeValues: { ':at': at },
      });
      await db.send(command).catch(failing('dynamodb', 'the tombstone of a call was not written'));
    },

    async reduceToTombstone(callSid) {
      const [call] = await query<CallLog>({
        TableName: 'call_log',
        ConsistentRead: true,
        KeyConditionExpression: 'call_sid = :call_sid',
        ExpressionAttributeValues: { ':call_sid': callSid },
      });
      if (call?.erased_at === undefined) return;
      const { erased_at } = call;
      const Item = { call_sid: callSid, erased_at, created_at: erased_at, updated_at: erased_at };
      await db
        .send(new PutCommand({ TableName: 'call_log', Item }))
        .catch(failing('dynamodb', 'a call was not erased'));
    },

    removeTurns: (turns) =>
      remove(
        'call_turn',
        turns.map(({ call_sid, id }) => ({ call_sid, id })),
      ),
    async removeInteractions(interactions, at) {
      const messages = interactions.filter(({ entered_by }) => entered_by !== undefined);
      await mapInBatches(messages, DELETED_AT_ONCE, ({ id, channel, external_sid }) => {
        const Item = { id, channel, external_sid, erased_at: at, created_at: at };
        return db
          .send(new PutCommand({ TableName: 'interactions', Item }))
          .catch(failing('dynamodb', 'a message was not erased'));
      });
      const others = interactions.filter((one) => !messages.includes(one));
      await remove(
        'interactions',
        others.map(({ id }) => ({ id })),
      );
    },
    removeTasks: (tasks) =>
      remove(
        'tasks',
        tasks.map(({ id }) => ({ id })),
      ),
    async removeTellings(tellings, tasks) {
      const theirs = new Set(tasks.map(({ id }) => id));
      const cleared = tellings.map((message) => ({
        ...message,
        tasks: message.tasks.map((id) => (theirs.has(id) ? ERASED_TASK : id)),
      }));
      // A message that may not have left is written anew for the others.
      const stays = ({ tasks: others, state }: StaffMessageState) =>
        others.some((id) => id !== ERASED_TASK) && state !== 'sending';
      await mapInBatches(cleared.filter(stays), DELETED_AT_ONCE, ({ id, tasks: others }) =>
        change(db, {
          table: 'tellings',
          key: { id },
          set: { text: '', tasks: others },
          when: 'attribute_exists(#id)',
        }),
      );
      await remove(
        'tellings',
        cleared.filter((message) => !stays(message)).map(({ id }) => ({ id })),
      );
    },
    removeLead: (contact) => remove('leads', [{ contact }]),

    async removeViewings(contact, viewings) {
      await mapInBatches(viewings, DELETED_AT_ONCE, ({ id }) =>
        holds(
          db.send(
            new DeleteCommand({
              TableName: 'viewings',
              Key: { id },
              ConditionExpression: 'contact = :contact',
              ExpressionAttributeValues: { ':contact': contact },
            }),
          ),
        ),
      );
      await changes.forget(contact);
      await days.forget(contact);
    },
  };
}

import {
  GetCommand,
  PutCommand,
  paginateQuery,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { firstToldAt } from '#shared/domain/office/next-telling.ts';
import type { Task } from '#shared/domain/office/task.ts';
import { failing } from '#shared/errors.ts';
import type { Tasks } from '#shared/ports/tasks.ts';
import { change, type DynamoDb, expiry, holds } from './table-client.ts';
import { OPEN, readTask, type TaskRow } from './task-rows.ts';
import { awaitsTelling, UNTOLD } from './untold.ts';

const table = 'tasks';
const isOpen = '#state = :open_state';
const openState = { open_state: 'open' };

/** `tasks` in DynamoDB. */
export function dynamoTasks(db: DynamoDb): Tasks {
  const query = async (wanted: Omit<QueryCommandInput, 'TableName'>): Promise<Task[]> => {
    const pages = await Array.fromAsync(
      paginateQuery({ client: db }, { TableName: table, ...wanted }),
    ).catch(failing('dynamodb', 'tasks was not read'));
    return pages.flatMap(({ Items = [] }) => Items.map((item) => readTask(item as TaskRow)));
  };

  return {
    async open(task) {
      const tellAt = firstToldAt(task);
      const put = new PutCommand({
        TableName: table,
        // A task ahead must not expire before it is due.
        Item: {
          ...(tellAt !== undefined && awaitsTelling(tellAt)),
          ...task,
          [OPEN]: OPEN,
          ...expiry(db, table, Math.max(task.due_at, Date.now())),
        },
        ConditionExpression: 'attribute_not_exists(id)',
      });
      await holds(db.send(put));
    },

    async find(id) {
      const command = new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true });
      const { Item } = await db.send(command).catch(failing('dynamodb', 'a task was not read'));
      return Item && readTask(Item as TaskRow);
    },

    async revise(id, changes, at) {
      const revised = await change(db, {
        table,
        key: { id },
        set: { ...changes, updated_at: at },
        // A task ahead must not expire before it is due.
        ahead: changes.due_at,
        when: isOpen,
        values: openState,
      });
      return revised !== undefined;
    },

    allOpen: () =>
      query({
        IndexName: 'by_due',
        KeyConditionExpression: '#open = :open',
        ExpressionAttributeNames: { '#open': OPEN },
        ExpressionAttributeValues: { ':open': OPEN },
      }),

    ofContact: (contact) =>
      query({
        IndexName: 'by_contact',
        KeyConditionExpression: 'contact = :contact',
        ExpressionAttributeValues: { ':contact': contact },
      }),

    ofSource: (sourceSid) =>
      query({
        IndexName: 'by_source',
        KeyConditionExpression: 'source_sid = :source',
        ExpressionAttributeValues: { ':source': sourceSid },
      }),

    async done(id, by, at) {
      const done = await change(db, {
        table,
        key: { id },
        set: { state: 'done', done_at: at, done_by: by, updated_at: at },
        remove: [OPEN, UNTOLD, 'tell_at'],
        when: isOpen,
        values: openState,
      });
      return done !== undefined;
    },

    async assign({ id, due_at }, brokerId, at) {
      const assigned = await change(db, {
        table,
        key: { id },
        set: { assigned_to: brokerId, updated_at: at },
        ahead: due_at,
        when: isOpen,
        values: openState,
      });
      return assigned !== undefined;
    },
  };
}

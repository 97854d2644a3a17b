import { GetCommand, paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { OFFICE, type Task } from '#shared/domain/office/task.ts';
import { failing, VendorFailed } from '#shared/errors.ts';
import type { DueTask, Tellings } from '#shared/ports/tellings.ts';
import { type Change, change, type DynamoDb } from './table-client.ts';
import { readTask, type TaskRow, taskKey } from './task-rows.ts';
import { awaitsTelling, UNTOLD } from './untold.ts';

const table = 'tasks';
/** Two writers may change the list of people who were told at once; more never do. */
const MAX_ATTEMPTS = 3;

/** The telling of tasks in DynamoDB: columns of `tasks`, and its index `by_telling`. */
export function dynamoTellings(db: DynamoDb): Tellings {
  const changeTask = async (
    { id, due_at }: DueTask,
    wanted: Omit<Change, 'table' | 'key' | 'ahead'>,
  ) => {
    // A task ahead must not expire before it is due.
    const row = await change(db, { table, key: taskKey(id), ahead: due_at, ...wanted });
    return row && readTask(row as TaskRow);
  };

  return {
    async due(at, limit) {
      const command = new QueryCommand({
        TableName: table,
        IndexName: 'by_telling',
        KeyConditionExpression: '#untold = :untold AND tell_at <= :at',
        ExpressionAttributeNames: { '#untold': UNTOLD },
        ExpressionAttributeValues: { ':untold': UNTOLD, ':at': at },
        Limit: limit,
      });
      const { Items = [] } = await db
        .send(command)
        .catch(failing('dynamodb', 'untold tasks were not read'));
      return Items.map((item) => readTask(item as TaskRow));
    },

    async begin(seen, telling, until) {
      const begun = await changeTask(seen, {
        set: { telling, tell_at: until },
        when: '#tell_at = :seen AND attribute_not_exists(#taken_at) AND #state = :open',
        values: { seen: seen.tell_at, open: 'open' },
      });
      return begun !== undefined;
    },

    async finish(id, told, dueAt) {
      const mine = { when: '#telling.id = :telling', values: { telling: told.id } };
      for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
        const task = await find(id);
        if (task?.telling?.id !== told.id) return;
        const isOver = dueAt === undefined || task.taken_at !== undefined || task.state === 'done';
        const finished = await changeTask(task, {
          set: {
            told: [...(task.told ?? []), told],
            ...(isOver ? {} : awaitsTelling(dueAt)),
          },
          remove: ['telling', ...(isOver ? [UNTOLD, 'tell_at'] : [])],
          when: `${mine.when} AND #state = :state AND ${takenAs(task)}`,
          values: { ...mine.values, state: task.state, taken: task.taken_at },
        });
        if (finished) return;
      }
      throw new VendorFailed('dynamodb', 'a task kept changing while the office was told of it');
    },

    async release(task, tellingId, at) {
      await changeTask(task, {
        set: { tell_at: at },
        remove: ['telling'],
        when: '#telling.id = :telling AND attribute_exists(#tell_at)',
        values: { telling: tellingId },
      });
    },

    async postpone(seen, until) {
      const put =
        until === undefined ? { remove: [UNTOLD, 'tell_at'] } : { set: { tell_at: until } };
      const postponed = await changeTask(seen, {
        ...put,
        when: '#tell_at = :seen',
        values: { seen: seen.tell_at },
      });
      return postponed !== undefined;
    },

    async hasten(task, at) {
      await changeTask(task, {
        set: { tell_at: at },
        when: '#tell_at > :set_tell_at AND attribute_not_exists(#told) AND attribute_not_exists(#telling)',
      });
    },

    async lose(id, tellingId, at) {
      const task = await find(id);
      const told = task?.told ?? [];
      if (!task || task.state === 'done' || task.taken_at !== undefined) return;
      if (!told.some((one) => one.id === tellingId && !one.isLost)) return;
      await changeTask(task, {
        set: {
          told: told.map((one) => (one.id === tellingId ? { ...one, isLost: true } : one)),
          ...awaitsTelling(at),
        },
        when: '#state = :open AND attribute_not_exists(#taken_at) AND size(#told) = :count',
        values: { open: 'open', count: told.length },
      });
    },

    async openOf(contact) {
      const query = paginateQuery(
        { client: db },
        {
          TableName: table,
          IndexName: 'by_contact',
          KeyConditionExpression: 'contact = :contact',
          ExpressionAttributeValues: { ':contact': contact },
        },
      );
      const pages = await Array.fromAsync(query).catch(
        failing('dynamodb', 'tasks of a contact were not read'),
      );
      return pages
        .flatMap(({ Items = [] }) => Items.map((item) => readTask(item as TaskRow)))
        .filter(({ state }) => state === 'open');
    },

    take: (task, by, at) =>
      changeTask(task, {
        set: {
          taken_at: at,
          taken_by: by,
          assigned_to: by === OFFICE ? undefined : by,
          updated_at: at,
        },
        remove: [UNTOLD, 'tell_at'],
        when: '#state = :open AND (attribute_not_exists(#taken_at) OR #taken_by = :by)',
        values: { open: 'open', by },
      }),
  };

  async function find(id: string): Promise<Task | undefined> {
    const command = new GetCommand({ TableName: table, Key: taskKey(id), ConsistentRead: true });
    const { Item } = await db.send(command).catch(failing('dynamodb', 'a task was not read'));
    return Item && readTask(Item as TaskRow);
  }
}

function takenAs({ taken_at }: Task): string {
  return taken_at === undefined ? 'attribute_not_exists(#taken_at)' : '#taken_at = :taken';
}

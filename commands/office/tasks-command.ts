import type { Output } from '@agent-locator/command-line/output.ts';
import { terminal } from '@agent-locator/command-line/terminal.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import type { DynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import type { Task, TaskKind } from '#shared/domain/office/task.ts';
import { namesOf } from './row-names.ts';
import { settingsOf } from './settings-reading.ts';
import { tasksOfId } from './task-id.ts';
import type { TasksOptions } from './tasks-options.ts';
import { inOrderOfWork, printTasks } from './tasks-view.ts';

/** Kinds that are done by speaking to the contact, which moves the stage of their lead. */
const REACHING: readonly TaskKind[] = [
  'call_back',
  'message_left',
  'hand_over_missed',
  'owner_lead',
  'chat_waits',
];

/** Lists the open tasks, or marks one done; returns false where that one is not open. */
export async function serveTasks(
  db: DynamoDb,
  options: TasksOptions,
  output: Output,
): Promise<boolean> {
  const tasks = dynamoTasks(db);
  const now = Date.now();
  const open = inOrderOfWork(await tasks.allOpen(), now);
  if (options.command === 'tasks') {
    const [names, settings] = await Promise.all([namesOf(db, open), settingsOf(db)]);
    const rows = open.map((task) => ({
      ...task,
      name: names.contact(task),
      home: names.home(task),
      person: names.person(task.assigned_to),
    }));
    output.result(rows, (print) => printTasks(print, open, { names, clock: { now, settings } }));
    return true;
  }
  const [task, ...others] = tasksOfId(open, options.id);
  if (!task || others.length > 0) {
    terminal.err(task ? 'Several tasks have this id.' : `There is no open task ${options.id}.`);
    return false;
  }
  const isDone = await tasks.done(task.id, options.by, now);
  if (isDone) await noteReached(db, task, now);
  output.result({ done: isDone, task: task.id }, (print) =>
    print(isDone ? `Done, by ${options.by}.` : 'It was done before.'),
  );
  return isDone;
}

async function noteReached(db: DynamoDb, { kind, contact, phone, channel }: Task, at: number) {
  if (!contact || phone || !REACHING.includes(kind)) return;
  await dynamoLeads(db).advance(contact, 'reached', { source: channel, at });
}

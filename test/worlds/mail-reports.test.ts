import { afterAll, beforeAll, expect, test } from 'vitest';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { waitUntil } from '#local/polling.ts';
import { samplePeople } from '#local/world/sample-people.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld, type World } from '#local/world/world.ts';
import { dynamoStaffMessages } from '#shared/adapters/dynamo/staff-messages.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import type { Task } from '#shared/domain/office/task.ts';

/** Several sweeps of `tell`, which reads the office's people once a minute. */
const TOLD_WITHIN_MS = 80_000;
const [dana] = samplePeople.map((one) => ({ ...one, notify: 'email' as const }));
const people = dana ? [dana] : [];

const lines: string[] = [];
let world: World;
let db: ReturnType<typeof localDynamoDb>;
beforeAll(async () => {
  world = await openWorld({
    settings: { ...closedWorld(), people },
    prompts: 'brief',
    onLog: (line) => lines.push(line),
  });
  db = localDynamoDb(world.dynamoDb.endpoint);
});
afterAll(async () => {
  db.destroy();
  await world[Symbol.asyncDispose]();
});

const open = (id: string): Promise<unknown> => {
  const at = Date.now();
  const moments = { due_at: at, created_at: at, updated_at: at };
  const task = {
    id,
    kind: 'maintenance',
    state: 'open',
    channel: 'whatsapp',
    urgent: true,
  } as const;
  return dynamoTasks(db).open({ ...task, ...moments, words: id });
};
const toldOf = (id: string, isThere: (told: NonNullable<Task['told']>) => boolean) =>
  waitUntil(async () => (await dynamoTasks(db).find(id))?.told ?? [], isThere, TOLD_WITHIN_MS);

test('a mail that arrives is noted by the report of SES, and one that bounces is told on WhatsApp', async () => {
  await open('SM1-other');
  const [first] = await toldOf('SM1-other', (told) => told.length > 0);
  const message = await waitUntil(
    () => dynamoStaffMessages(db).find(first?.id ?? ''),
    (found) => found?.state === 'delivered',
    TOLD_WITHIN_MS,
  );
  expect(message).toMatchObject({ state: 'delivered', sid: world.ses.mails[0]?.messageId });

  world.ses.behave(dana?.email ?? '', 'bounce');
  await open('SM2-other');
  const told = await toldOf('SM2-other', ({ length }) => length > 1);
  expect(told.map(({ way, isLost = false }) => [way, isLost])).toEqual([
    ['email', true],
    ['whatsapp', false],
  ]);
  const read = world.exchange?.whatsApp.customer(dana?.phone ?? '').conversation();
  expect(read?.map(({ body }) => body)).toEqual([expect.stringContaining('SM2-other')]);
});

test('a run of the function that tells is counted at its end, which its alarm misses without it', async () => {
  const isCounted = (line: string) => line.includes('"TellRuns":1');
  expect(
    await waitUntil(
      async () => lines.some(isCounted),
      (found) => found,
      TOLD_WITHIN_MS,
    ),
  ).toBe(true);
});

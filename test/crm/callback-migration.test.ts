import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { PutCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrateCallbacks } from '#commands/crm/callback-migration.ts';
import { processEnvironment } from '#shared/config/environment.ts';
import { openCommandPlace } from '../commands/command-place.ts';
import { newSid } from '../twilio-requests.ts';
import { type CrmStore, NOW, openCrmStore } from './crm-store.ts';

let crm: CrmStore;
beforeEach(async () => {
  crm = await openCrmStore();
});
afterEach(() => crm[Symbol.asyncDispose]());

const COUNT = 12;
const contactOf = (index: number) => `+97250123${1_000 + index}`;

/** Writes leads as an earlier version did: all but the first want a callback. */
async function writeOldLeads() {
  const sids = Array.from({ length: COUNT }, () => newSid('CA'));
  for (const [index, callSid] of sids.entries()) {
    const callback = {
      callback_id: index === 1 ? `${callSid}-office` : `${callSid}-001-0002-1`,
      callback_at: NOW + index,
      callback_reason: `סיבה ${index}`,
      ...(index % 2 === 0 && { callback_due_at: NOW + index }),
      expires_at: 4_000_000_000,
    };
    const lead = { contact: contactOf(index), name: 'דנה', source: 'phone', created_at: NOW };
    const Item = { ...lead, updated_at: NOW, ...(index > 0 && callback) };
    await crm.db.send(new PutCommand({ TableName: 'leads', Item }));
  }
  return sids;
}

const rowsOf = async (TableName: string) =>
  (await crm.db.send(new ScanCommand({ TableName, ConsistentRead: true }))).Items ?? [];

async function expectAllMoved(sids: readonly string[]) {
  const leads = await rowsOf('leads');
  expect(leads).toHaveLength(COUNT);
  expect(JSON.stringify(leads)).not.toContain('callback');
  for (const lead of leads) expect(lead['name']).toBe('דנה');
  const tasks = await rowsOf('tasks');
  expect(tasks).toHaveLength(COUNT - 1);
  for (let index = 1; index < COUNT; index++) {
    expect(tasks).toContainEqual({
      id: expect.stringContaining(sids[index] ?? ''),
      kind: index === 1 ? 'hand_over_missed' : 'call_back',
      contact: contactOf(index),
      words: `סיבה ${index}`,
      due_at: NOW + index,
      state: 'open',
      open: 'open',
      channel: 'phone',
      source_sid: sids[index],
      created_at: NOW,
      updated_at: NOW,
      expires_at: 4_000_000_000,
    });
  }
}

test('callbacks of an earlier version become tasks, once', async () => {
  const sids = await writeOldLeads();
  expect(await migrateCallbacks(crm.db)).toBe(COUNT - 1);
  await expectAllMoved(sids);
  expect(await migrateCallbacks(crm.db)).toBe(0);
  await expectAllMoved(sids);
});

test('a migration that dies after any write is finished by the next, without a second task', async () => {
  const sids = await writeOldLeads();
  for (let writes = 0; writes <= 2; writes++) {
    let left = writes;
    const dying = new Proxy(crm.db, {
      get(db, name) {
        if (name !== 'send') return Reflect.get(db, name);
        return (command: object) => {
          const isWrite = command instanceof PutCommand || command instanceof UpdateCommand;
          if (isWrite && left-- === 0) return Promise.reject(new Error('killed'));
          return db.send(command as PutCommand);
        };
      },
    });
    await expect(migrateCallbacks(dying)).rejects.toThrow();
    expect((await rowsOf('tasks')).length).toBeLessThan(COUNT - 1);
  }
  await migrateCallbacks(crm.db);
  await expectAllMoved(sids);
});

test('a callback that is done between two runs stays done', async () => {
  await writeOldLeads();
  const [lead] = (await rowsOf('leads')).filter(({ callback_id }) => callback_id);
  await migrateCallbacks(crm.db);
  await crm.tasks.done(String(lead?.['callback_id']), 'office', NOW);
  await crm.db.send(new PutCommand({ TableName: 'leads', Item: lead }));
  await migrateCallbacks(crm.db);
  expect(await crm.tasks.find(String(lead?.['callback_id']))).toMatchObject({ state: 'done' });
  expect(await crm.tasks.allOpen()).toHaveLength(COUNT - 2);
});

test('the command that is killed in the middle is run again, and nothing is lost or doubled', async () => {
  const sids = await writeOldLeads();
  await crm.setFault('slow');
  await using place = await openCommandPlace('crm.ts', { dynamoDbEndpoint: crm.endpoint });
  const file = fileURLToPath(new URL('../../commands/crm.ts', import.meta.url));
  const { PATH } = processEnvironment();
  const args = [file, 'migrate-callbacks', '--state', place.folder];
  const running = spawn(execPath, args, { env: { PATH }, stdio: 'ignore' });
  const over = once(running, 'exit');
  await expect
    .poll(async () => (await rowsOf('tasks')).length, { timeout: 20_000 })
    .toBeGreaterThan(1);
  running.kill('SIGKILL');
  await over;
  expect((await rowsOf('tasks')).length).toBeLessThan(COUNT - 1);
  await crm.setFault('none');
  expect(await place.run('migrate-callbacks')).toMatchObject({ code: 0 });
  await expectAllMoved(sids);
}, 40_000);

import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportContact } from '#shared/crm/export.ts';
import { personalTables, type TableDescription, tables } from '#shared/tables.ts';
import { type CrmWorld, openCrmWorld } from './crm-world.ts';

const DANA = '+972501234567';
const NOW = Date.now();
const described: [string, TableDescription][] = Object.entries(tables);

let world: CrmWorld;
let rows: Awaited<ReturnType<CrmWorld['everything']>>['rows'];
beforeAll(async () => {
  world = await openCrmWorld();
  await world.live(DANA, NOW - 3 * 24 * 3_600_000);
  await world.leads.agree(DANA, {
    to: 'alerts',
    at: NOW,
    channel: 'phone',
    source_id: 'CA1-001-0002',
    words: 'כן, תעדכנו אותי',
  });
  rows = (await world.everything()).rows;
});
afterAll(() => world[Symbol.asyncDispose]());

test.each(described.filter(([name]) => personalTables.includes(name)))(
  'the rows of %s can expire',
  (_, { expiryAttribute }) => expect(expiryAttribute).toBe('expires_at'),
);

test('a table that names a contact is one of those that retention and erasure reach', () => {
  const naming = Object.entries(rows).filter(([, items]) => JSON.stringify(items).includes(DANA));
  expect(naming.length).toBeGreaterThan(0);
  for (const [name] of naming) expect(personalTables, name).toContain(name);
  for (const [name, { indexes }] of described) {
    if (indexes.some((index) => index.name === 'by_contact'))
      expect(personalTables).toContain(name);
  }
});

test('an export holds every row about a contact, in whatever table', async () => {
  const document = JSON.stringify(
    await exportContact(world.parts, DANA, { withFiles: false, at: NOW }),
  );
  expect(document).toContain('כן, תעדכנו אותי');
  for (const [name, { partitionKey }] of described) {
    // A day repeats its viewings, and a note of changed viewings repeats their ids.
    if (name === 'days') continue;
    const theirs = (rows[name] ?? []).filter(
      (row) => JSON.stringify(row).includes(DANA) && !('changed_until' in row),
    );
    for (const row of theirs) expect(document, name).toContain(String(row[partitionKey.name]));
  }
});

import { describe, expect, test } from 'vitest';
import { createTurnWrites } from '#media-service/stream/turn-writes.ts';
import { createWriteQueue } from '#media-service/stream/write-queue.ts';
import type { CallTurn } from '#shared/domain/calls/call-turn.ts';

const turn: CallTurn = {
  call_sid: 'CA1',
  id: '001-0001',
  mode: 'live',
  started_at: 1,
  user_text: 'שלום',
};

/** A store of turns that is away until it is told otherwise; an update does not make a row. */
function createStore() {
  const rows = new Map<string, Partial<CallTurn>>();
  const attempts: string[] = [];
  const store = {
    isAway: true,
    rows,
    attempts,
    async insert(row: CallTurn) {
      attempts.push(`insert ${row.id}`);
      if (store.isAway) throw new Error('away');
      if (rows.has(row.id)) return false;
      rows.set(row.id, row);
      return true;
    },
    async update(change: Pick<CallTurn, 'id'> & Partial<CallTurn>) {
      attempts.push(`update ${change.id}`);
      if (store.isAway) throw new Error('away');
      if (rows.has(change.id)) rows.set(change.id, { ...rows.get(change.id), ...change });
    },
  };
  return store;
}

describe('the writes of a stream', () => {
  test('are done in order once the store is back', async () => {
    const store = createStore();
    const queue = createWriteQueue('CA1', { pausesMs: Array(50).fill(20), lastWritesMs: 10_000 });
    const writes = createTurnWrites(store, queue);
    writes.open(turn);
    writes.update({ call_sid: 'CA1', id: turn.id, heard_text: 'שלום לכם' });
    await expect.poll(() => store.attempts.length).toBeGreaterThan(2);
    store.isAway = false;
    await queue.settled();
    expect(store.rows.get(turn.id)).toEqual({ ...turn, heard_text: 'שלום לכם' });
    expect(store.attempts.at(-1)).toBe(`update ${turn.id}`);
  });

  test('have one limit for all that is left when the stream ends, however many they are', async () => {
    const store = createStore();
    const queue = createWriteQueue('CA1', { pausesMs: [400, 400], lastWritesMs: 500 });
    for (let index = 0; index < 20; index++) queue.write(() => store.insert(turn));
    const endedAt = performance.now();
    await queue.settled();
    expect(performance.now() - endedAt).toBeLessThan(2_000);
    const attempts = store.attempts.length;
    store.isAway = false;
    queue.write(() => store.insert(turn));
    await queue.settled();
    expect(store.attempts.length).toBe(attempts);
  });

  test('are not held up at the end by one that never answers', async () => {
    const queue = createWriteQueue('CA1', { pausesMs: [], lastWritesMs: 100 });
    queue.write(() => new Promise(() => {}));
    await queue.settled();
  });

  test('insert a turn with its next update, or at the end, where its insert was given up', async () => {
    const store = createStore();
    const queue = createWriteQueue('CA1', { pausesMs: [], lastWritesMs: 10_000 });
    const writes = createTurnWrites(store, queue);
    const other = { ...turn, id: '001-0002' };
    writes.open(turn);
    writes.open(other);
    await expect.poll(() => store.attempts).toEqual([`insert ${turn.id}`, `insert ${other.id}`]);
    store.isAway = false;
    writes.update({ call_sid: 'CA1', id: turn.id, heard_text: 'שלום לכם' });
    await queue.settled();
    expect([...store.rows.values()]).toEqual([{ ...turn, heard_text: 'שלום לכם' }]);
    writes.retry();
    await queue.settled();
    expect(store.rows.get(other.id)).toEqual(other);
  });
});

import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { dynamoCrm } from '#shared/adapters/dynamo/crm.ts';
import { CLAIM_MS } from '#shared/adapters/dynamo/viewing-claims.ts';
import { viewingDays } from '#shared/adapters/dynamo/viewing-days.ts';
import { dynamoViewings } from '#shared/adapters/dynamo/viewings.ts';
import { officeDay } from '#shared/domain/office/office-day.ts';
import { movedOn, type Viewing, viewingId } from '#shared/domain/office/viewing.ts';
import { MAX_VIEWINGS_A_DAY } from '#shared/domain/office/viewing-day.ts';
import { type CrmStore, NOW, openCrmStore } from './crm-store.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const DANA = '+972501234567';
const OTHER = '+972521112233';

let crm: CrmStore;
beforeAll(async () => {
  crm = await openCrmStore();
});
afterAll(() => crm[Symbol.asyncDispose]());

let count = 0;
/** Ten o'clock, on a day of each test's own. */
let ten: number;
beforeEach(() => {
  ten = NOW - 95 * MINUTE_MS + ++count * DAY_MS;
});
afterEach(() => {
  vi.useRealTimers();
  for (const table of ['days', 'viewings']) crm.writeFaults.clear(table);
});

let uses = 0;
/** A viewing of this test's home at ten; `after` so many minutes later. */
function viewing({ after = 0, ...change }: Partial<Viewing> & { after?: number } = {}): Viewing {
  const { listing_id = `TA-${count}`, at = ten + after * MINUTE_MS } = change;
  const id = viewingId(listing_id, at);
  const source_id = `CA1-${++uses}`;
  const made = { contact: DANA, status: 'booked', source_id, created_at: NOW } as const;
  return { id, listing_id, at, ...made, ...change };
}
const book = (one: Viewing, replaced?: readonly Viewing[]) => crm.viewings.book(one, replaced);
const theDay = () => viewingDays(crm.db).read(officeDay(ten));
/** The minutes after ten at which the day's viewings begin. */
const held = async () => {
  const { intervals } = await theDay();
  return intervals.map(({ from }) => (from - ten) / MINUTE_MS).toSorted((a, b) => a - b);
};
const booked = async (contact = DANA) => {
  const theirs = await crm.viewings.ofContact(contact, ten - DAY_MS / 4);
  return theirs
    .filter(({ status, at }) => status === 'booked' && at < ten + 2 * DAY_MS)
    .map(({ at }) => (at - ten) / MINUTE_MS);
};
/** Books, but dies after the write of the day. */
async function dieBetween(one: Viewing, replaced?: readonly Viewing[]) {
  crm.writeFaults.set('viewings', 'refused');
  await expect(book(one, replaced)).rejects.toThrow('dynamodb');
  crm.writeFaults.clear('viewings');
}
/** From now on, a booking that died is over. */
function passClaims() {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + CLAIM_MS + 1 });
}

describe('a half hour', () => {
  test.each([-29, -10, 10, 29])('is taken for its home from %i minutes after', async (after) => {
    await book(viewing());
    const other = viewing({ after, contact: OTHER });
    expect(await book(other)).toEqual({ refused: 'taken' });
    expect([await booked(OTHER), await held()]).toEqual([[], [0]]);
  });

  test.each([-30, 30])('is free for its home from %i minutes after', async (after) => {
    await book(viewing());
    expect(await book(viewing({ after, contact: OTHER }))).toHaveProperty('booked');
    expect(await held()).toEqual([0, after].toSorted((a, b) => a - b));
  });

  test('is one for a contact, whatever home they want', async () => {
    await book(viewing());
    const elsewhere = viewing({ listing_id: 'HF-1', after: 20 });
    expect(await book(elsewhere)).toEqual({ refused: 'contact_busy' });
    expect(await book({ ...elsewhere, contact: OTHER })).toHaveProperty('booked');
  });

  test('is one for a broker, whatever home they show to whom', async () => {
    await book(viewing({ broker_id: 'ronit' }));
    const elsewhere = viewing({ listing_id: 'HF-1', after: 20, contact: OTHER });
    expect(await book({ ...elsewhere, broker_id: 'ronit' })).toEqual({ refused: 'broker_busy' });
    expect(await book({ ...elsewhere, broker_id: 'avi' })).toHaveProperty('booked');
  });

  test('is given to one of twelve who want it at once, also in other minutes and with one broker', async () => {
    const wishes = Array.from({ length: 12 }, (_, index) =>
      viewing({
        contact: `+9725011122${10 + index}`,
        after: index % 3,
        ...(index % 2 && { listing_id: 'HF-1' }),
        broker_id: 'ronit',
      }),
    );
    const results = await Promise.all(wishes.map((wish) => book(wish)));
    expect(results.filter((result) => 'booked' in result)).toHaveLength(1);
    expect(await held()).toHaveLength(1);
  });

  test('is held for each of six homes that six contacts want at once', async () => {
    const wishes = Array.from({ length: 6 }, (_, index) =>
      viewing({ contact: `+9725011122${10 + index}`, listing_id: `HF-${index}` }),
    );
    const results = await Promise.all(wishes.map((wish) => book(wish)));
    expect(results.map((result) => 'booked' in result)).toEqual(Array(6).fill(true));
    expect(await held()).toEqual(Array(6).fill(0));
  });

  test('is free again once its viewing is cancelled', async () => {
    const mine = viewing({ broker_id: 'ronit' });
    await book(mine);
    expect(await crm.viewings.cancel(mine)).toBe(true);
    expect(await held()).toEqual([]);
    const theirs = viewing({ contact: OTHER, after: 10, broker_id: 'ronit' });
    expect(await book(theirs)).toHaveProperty('booked');
  });

  test('is free again although the day could not be written when its viewing was cancelled', async () => {
    const mine = viewing();
    await book(mine);
    crm.writeFaults.set('days', 'refused');
    expect(await crm.viewings.cancel(mine)).toBe(true);
    crm.writeFaults.clear('days');
    expect(await held()).toEqual([0]);
    expect(await book(viewing({ contact: OTHER, after: 10 }))).toHaveProperty('booked');
    expect(await held()).toEqual([10]);
  });

  test('is taken by a viewing that was booked before days were kept', async () => {
    const old = viewing();
    await crm.db.send(new PutCommand({ TableName: 'viewings', Item: old }));
    expect(await book(viewing({ contact: OTHER, after: 10 }))).toEqual({ refused: 'taken' });
    expect(await book(viewing())).toEqual({ booked: old, moved: [] });
    expect(await held()).toEqual([0]);
  });
});

describe('a viewing', () => {
  test.each([10, -10, 25])('is moved by %i minutes', async (after) => {
    const before = viewing();
    await book(before);
    const later = viewing({ after });
    const moved = await book(later, [before]);
    expect(moved).toEqual({ booked: movedOn(later, [before]), moved: [before] });
    expect([await booked(), await held()]).toEqual([[after], [after]]);
    expect(await book(viewing({ after: after + 30, contact: OTHER }))).toHaveProperty('booked');
  });

  test('is moved to another day, and frees its own', async () => {
    const before = viewing();
    await book(before);
    const tomorrow = viewing({ after: 24 * 60 });
    expect(await book(tomorrow, [before])).toEqual({
      booked: movedOn(tomorrow, [before]),
      moved: [before],
    });
    expect([await booked(), await held()]).toEqual([[24 * 60], []]);
  });

  test('stays where it is when the other time is taken', async () => {
    const before = viewing();
    await book(before);
    await book(viewing({ after: 60, contact: OTHER }));
    expect(await book(viewing({ after: 50 }), [before])).toEqual({ refused: 'taken' });
    expect([await booked(), await held()]).toEqual([[0], [0, 60]]);
  });

  test.each(['days', 'viewings'])(
    'is booked, and moved, once although the store answers no write to %s that it carried out',
    async (table) => {
      const [one, later] = [viewing(), viewing({ after: 10 })];
      crm.writeFaults.set(table, 'applied-then-failed', 3);
      expect(await book(one)).toEqual({ booked: one, moved: [] });
      crm.writeFaults.set(table, 'applied-then-late', 1);
      expect(await book(later, [one])).toMatchObject({ booked: later });
      expect([await booked(), await held()]).toEqual([[10], [10]]);
    },
  );
});

describe('a booking whose process died between the day and the viewing', () => {
  test('holds its time for as long as it may still be written, and then no longer', async () => {
    await dieBetween(viewing());
    expect([await booked(), await held()]).toEqual([[], [0]]);
    const theirs = viewing({ contact: OTHER, after: 10 });
    expect(await book(theirs)).toEqual({ refused: 'taken' });
    passClaims();
    expect(await book(theirs)).toEqual({ booked: theirs, moved: [] });
    expect([await booked(OTHER), await held()]).toEqual([[10], [10]]);
  });

  test('is completed by a repetition, also one of another minute', async () => {
    const one = viewing();
    await dieBetween(one);
    expect(await book(one)).toEqual({ booked: one, moved: [] });
    const [half, whole] = [viewing({ after: 60 }), viewing({ after: 70 })];
    await dieBetween(half);
    expect(await book(whole, [one])).toEqual({ booked: movedOn(whole, [one]), moved: [one] });
    expect([await booked(), await held()]).toEqual([[70], [70]]);
  });

  test('leaves a viewing that it was to move where it was', async () => {
    const before = viewing();
    await book(before);
    await dieBetween(viewing({ after: 60 }), [before]);
    expect([await booked(), await held()]).toEqual([[0], [60]]);
    passClaims();
    const sameTime = viewing({ listing_id: 'HF-1', after: 10 });
    expect(await book(viewing({ contact: OTHER, after: 10 }))).toEqual({ refused: 'taken' });
    expect(await book(sameTime)).toEqual({ refused: 'contact_busy' });
    expect(await book(viewing({ contact: OTHER, after: 60 }))).toHaveProperty('booked');
    // The half hour of the move is another's by now, and the viewing still has its own.
    expect(await held()).toEqual([0, 60]);
    expect(await book(viewing({ listing_id: 'HF-1', after: 20 }))).toEqual({
      refused: 'contact_busy',
    });
  });
});

describe('the free times of a home', () => {
  const every = (minutes: number, much = 12) =>
    Array.from({ length: much }, (_, index) => ten + index * minutes * MINUTE_MS);
  const free = async (wanted: Partial<Viewing> = {}, times = every(30)) => {
    const { listing_id, contact, broker_id } = viewing(wanted);
    const found = await crm.viewings.firstFree({ listing_id, contact, broker_id }, times, 3);
    return found.map((at) => (at - ten) / MINUTE_MS);
  };

  test('are those at which home, broker and contact are free', async () => {
    await book(viewing({ contact: OTHER }));
    await book(viewing({ listing_id: 'HF-1', after: 40 }));
    await book(viewing({ listing_id: 'HF-2', after: 120, broker_id: 'ronit', contact: OTHER }));
    expect(await free({ broker_id: 'ronit' })).toEqual([90, 150, 180]);
    expect(await free()).toEqual([90, 120, 150]);
  });

  test('count a viewing from before days were kept, and no place that a viewing has left', async () => {
    await crm.db.send(new PutCommand({ TableName: 'viewings', Item: viewing({ contact: OTHER }) }));
    const before = viewing({ listing_id: 'HF-1', after: 30 });
    await book(before);
    await book(viewing({ listing_id: 'HF-1', after: 240 }), [before]);
    expect(await free()).toEqual([30, 60, 90]);
  });
});

test('a command that does not know the retention leaves the expiry of a day', async () => {
  const kept = dynamoViewings(Object.assign(crm.db, { retentionDays: 30 }));
  const [one, other] = [viewing(), viewing({ contact: OTHER, listing_id: 'HF-1' })];
  await kept.book(one);
  await kept.book(other);
  Object.assign(crm.db, { retentionDays: undefined });
  const expiry = async () => {
    const { Items = [] } = await crm.db.send(new ScanCommand({ TableName: 'days' }));
    return Items.find(({ day }) => day === officeDay(ten))?.['expires_at'];
  };
  const before = await expiry();
  await crm.viewings.cancel(one);
  expect(await held()).toEqual([0]);
  expect([typeof before, await expiry()]).toEqual(['number', before]);
});

test('a day takes so many viewings, and refuses one more', async () => {
  const others = Array.from({ length: MAX_VIEWINGS_A_DAY }, (_, index) => ({
    viewing_id: `HF-${index}#${'x'.repeat(200)}`,
    listing_id: `HF-${index}`,
    contact: `whatsapp:IL.${String(index).padStart(128, '0')}`,
    source_id: `CA-full-${index}`.padEnd(200, '-'),
    from: ten,
    to: ten + 30 * MINUTE_MS,
    claimed_at: Date.now(),
  }));
  const day = officeDay(ten);
  const full = { day, version: 1, intervals: others };
  await crm.db.send(new PutCommand({ TableName: 'days', Item: full }));
  expect(await book(viewing())).toEqual({ refused: 'day_full' });
  expect(await booked()).toEqual([]);
});

test('nothing of an erased contact stays in a day, also of a booking that died, and others keep theirs', async () => {
  await book(viewing({ contact: OTHER }));
  await book(viewing({ listing_id: 'HF-1' }));
  await dieBetween(viewing({ listing_id: 'HF-2', after: 60 }));
  const office = dynamoCrm(crm.db);
  await office.removeViewings(DANA, await office.viewingsOf(DANA));
  const { Items } = await crm.db.send(new ScanCommand({ TableName: 'days' }));
  expect(JSON.stringify(Items)).not.toContain(DANA);
  expect(await held()).toEqual([0]);
});

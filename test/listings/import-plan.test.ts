import { describe, expect, test } from 'vitest';
import { toListingRow } from '#shared/domain/listings/listing.ts';
import { readCsvRecords } from '#shared/office/listing-import/csv-records.ts';
import { planImport } from '#shared/office/listing-import/import-plan.ts';
import { readListings } from '#shared/office/listing-import/listing-reading.ts';

const AT = 1_795_000_000_000;
const csv = (text: string) => readListings(readCsvRecords(text), AT);

describe('an import', () => {
  const [first, second] = csv(
    'id,deal,city,rooms,price\nA1,rent,חיפה,3,5000\nA2,sale,חיפה,4,2000000',
  ).listings;
  if (!first || !second) throw new Error('The rows are good.');
  const plan = (...input: Parameters<typeof planImport>) =>
    Object.fromEntries(
      Object.entries(planImport(...input)).map(([kind, list]) => [kind, list.map(({ id }) => id)]),
    );
  const none = { added: [], changed: [], unchanged: [], removed: [] };

  test('adds what is new, changes what differs, and leaves the rest', () => {
    const standing = [
      toListingRow({ ...first, updated_at: 1 }),
      toListingRow({ ...second, rooms: 3 }),
    ];
    expect(plan([first, second], [])).toEqual({ ...none, added: ['A1', 'A2'] });
    expect(plan([first, second], standing)).toEqual({
      ...none,
      unchanged: ['A1'],
      changed: ['A2'],
    });
  });

  test('removes listings outside the file only on request, and once', () => {
    const standing = [toListingRow(first), toListingRow(second)];
    expect(plan([first], standing)).toEqual({ ...none, unchanged: ['A1'] });
    expect(plan([first], standing, { at: AT })).toEqual({
      ...none,
      unchanged: ['A1'],
      removed: ['A2'],
    });
    const { removed } = planImport([first], standing, { at: AT });
    const [gone] = removed;
    expect(gone).toEqual({ ...second, status: 'removed', updated_at: AT });
    expect(plan([first], [toListingRow(first), ...removed.map(toListingRow)], { at: AT })).toEqual({
      ...none,
      unchanged: ['A1'],
    });
  });

  test('brings back what was removed', () => {
    const standing = [toListingRow({ ...first, status: 'removed' })];
    expect(plan([first], standing)).toEqual({ ...none, changed: ['A1'] });
    expect(plan([{ ...first, status: 'removed' }], [toListingRow(first)])).toEqual({
      ...none,
      removed: ['A1'],
    });
  });
});

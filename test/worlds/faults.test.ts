import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Laboratory, openLaboratory } from '#local/scenario/faults/laboratory.ts';
import { titleOf } from '#local/scenario/faults/row.ts';
import type { FaultResult } from '#local/scenario/faults/row-run.ts';
import { faultRows } from '#local/scenario/faults/rows.ts';
import type { Tried } from '#local/scenario/measurement.ts';

/** Limit of all rows together, repeats included: each test waits for its own row and for those before it. */
const MATRIX_TIMEOUT_MS = 1_800_000;

let laboratory: Laboratory;
let played: ReadonlyMap<string, Promise<Tried<FaultResult>>>;
beforeAll(async () => {
  laboratory = await openLaboratory(faultRows);
  played = new Map(faultRows.map((row) => [row.id, laboratory.play(row)]));
  // A row that throws fails its own test, once that test runs.
  for (const result of played.values()) result.catch(() => {});
});
afterAll(() => laboratory[Symbol.asyncDispose]());

describe('whatever goes wrong on the phone:', () => {
  test.for(faultRows.map((row) => [titleOf(row), row.id] as const))(
    '%s',
    { timeout: MATRIX_TIMEOUT_MS },
    async ([, id]) => {
      const result = await played.get(id);
      expect(result?.problems, result?.story.join('\n')).toEqual([]);
    },
  );
});

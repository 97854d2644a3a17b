import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type MessageLaboratory,
  openMessageLaboratory,
} from '#local/scenario/faults/whatsapp/laboratory.ts';
import { messageTitleOf } from '#local/scenario/faults/whatsapp/row.ts';
import type { MessageResult } from '#local/scenario/faults/whatsapp/row-run.ts';
import { messageRows } from '#local/scenario/faults/whatsapp/rows.ts';
import type { Tried } from '#local/scenario/measurement.ts';

/** Limit of all rows together, repeats included: each test waits for its own row and for those before it. */
const MATRIX_TIMEOUT_MS = 1_800_000;

let laboratory: MessageLaboratory;
let played: ReadonlyMap<string, Promise<Tried<MessageResult>>>;
beforeAll(async () => {
  laboratory = await openMessageLaboratory(messageRows);
  played = new Map(messageRows.map((row) => [row.id, laboratory.play(row)]));
  // A row that throws fails its own test, once that test runs.
  for (const result of played.values()) result.catch(() => {});
});
afterAll(() => laboratory[Symbol.asyncDispose]());

describe('whatever goes wrong on WhatsApp:', () => {
  test.for(messageRows.map((row) => [messageTitleOf(row), row.id] as const))(
    '%s',
    { timeout: MATRIX_TIMEOUT_MS },
    async ([, id]) => {
      const result = await played.get(id);
      expect(result?.problems, result?.story.join('\n')).toEqual([]);
    },
  );
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type MessageLaboratory,
  openMessageLaboratory,
} from '#local/scenario/faults/whatsapp/laboratory.ts';
import type { MessageResult } from '#local/scenario/faults/whatsapp/play-row.ts';
import { messageTitleOf } from '#local/scenario/faults/whatsapp/row.ts';
import { messageRows } from '#local/scenario/faults/whatsapp/rows.ts';

let laboratory: MessageLaboratory;
let played: ReadonlyMap<string, Promise<MessageResult>>;
beforeAll(async () => {
  laboratory = await openMessageLaboratory(messageRows);
  played = new Map(messageRows.map((row) => [row.id, laboratory.play(row)]));
  // A row that throws does so in its own test, when its turn has come.
  for (const result of played.values()) result.catch(() => {});
});
afterAll(() => laboratory[Symbol.asyncDispose]());

describe('whatever goes wrong on WhatsApp:', () => {
  test.for(messageRows.map((row) => [messageTitleOf(row), row.id] as const))(
    '%s',
    async ([, id]) => {
      const result = await played.get(id);
      expect(result?.problems, result?.story.join('\n')).toEqual([]);
    },
  );
});

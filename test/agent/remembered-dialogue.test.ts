import { expect, test } from 'vitest';
import { rememberedDialogue } from '#shared/agent/dialogue/remembered-dialogue.ts';
import type { Line } from '#shared/domain/calls/dialogue.ts';

test('a dialogue of usual length is read whole', () => {
  const { first, leftOut, last } = rememberedDialogue(linesOf(40));
  expect([...first, ...last]).toEqual(linesOf(40));
  expect(leftOut).toEqual({ lines: 0, notes: [] });
});

test('what was said at the beginning of a call of hours is known at its end', () => {
  const { first, last } = rememberedDialogue(linesOf(401));
  expect(first.map(({ text }) => text)).toEqual(
    Array.from({ length: 8 }, (_, line) => `line ${line}`),
  );
  expect(last.at(-1)?.text).toBe('line 400');
  expect(first.length + last.length).toBeLessThanOrEqual(40);
});

test('the results of tools stay when their lines are left out', () => {
  const lines = linesOf(100).map((line, index) =>
    index === 20 ? { ...line, notes: ['search_listings: done; city חיפה → id HA-201'] } : line,
  );
  const { leftOut } = rememberedDialogue(lines);
  expect(leftOut.notes).toEqual(['search_listings: done; city חיפה → id HA-201']);
});

test('of very many results the newest stay, within their limit', () => {
  const note = 'x'.repeat(700);
  const lines = linesOf(400).map((line, index) => ({ ...line, notes: [`${index} ${note}`] }));
  const { notes } = rememberedDialogue(lines).leftOut;
  expect(notes.join('').length).toBeLessThanOrEqual(2_500);
  expect(notes).toHaveLength(3);
});

test('long messages are left out until the rest fits', () => {
  const lines = linesOf(60).map((line) => ({ ...line, text: 'א'.repeat(2_000) }));
  const { first, last } = rememberedDialogue(lines);
  expect(last.length).toBeGreaterThan(0);
  expect(last.length).toBeLessThan(10);
  expect(last.at(-1)).toBe(lines.at(-1));
  expect(first).toHaveLength(8);
});

test('most turns of a long call only add to what the model has read, so that its cache holds', () => {
  const starts = Array.from({ length: 80 }, (_, more) => {
    return rememberedDialogue(linesOf(41 + more)).last[0]?.text;
  });
  expect(new Set(starts).size).toBe(10);
});

function linesOf(count: number): Line[] {
  return Array.from({ length: count }, (_, index) => ({
    speaker: index % 2 === 0 ? ('caller' as const) : ('agent' as const),
    text: `line ${index}`,
  }));
}

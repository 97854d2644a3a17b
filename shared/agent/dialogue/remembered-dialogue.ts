import type { Line } from '#shared/domain/calls/dialogue.ts';

/** Callers give their name and wish first, so these lines stay for the whole call. */
const FIRST_LINES = 8;
/** A dialogue of this many lines is read whole: about 1,500 tokens, of which the vendor caches most. */
const MAX_LINES = 40;
/** A longer one loses lines in blocks, so that its beginning stays equal for the vendor's cache. */
const BLOCK_LINES = 8;
/** The limit of all that is read of a dialogue in messages, whose lines may have 2,000 characters. */
const MAX_CHARS = 16_000;
/** The notes that stay of left-out lines; the newest fit. */
const MAX_LEFT_OUT_NOTES_CHARS = 2_500;

/** A dialogue as the model reads it: its first lines, the notes on those left out, and its last lines. */
export type RememberedDialogue = {
  readonly first: readonly Line[];
  readonly leftOut: { readonly lines: number; readonly notes: readonly string[] };
  readonly last: readonly Line[];
};

/** Returns a dialogue of bounded length: the beginning and the end, and of what lies between the notes on tools. */
export function rememberedDialogue(dialogue: readonly Line[]): RememberedDialogue {
  const first = dialogue.slice(0, FIRST_LINES);
  let from = lastFrom(dialogue.length);
  while (from < dialogue.length - 1 && charsOf(first) + charsOf(dialogue.slice(from)) > MAX_CHARS)
    from = Math.min(from + BLOCK_LINES, dialogue.length - 1);
  const leftOut = dialogue.slice(first.length, from);
  const notes = leftOut.flatMap((line) => line.notes ?? []);
  return {
    first,
    leftOut: { lines: leftOut.length, notes: newest(notes) },
    last: dialogue.slice(Math.max(from, first.length)),
  };
}

/** Returns the index from which the last lines are kept. */
function lastFrom(lines: number): number {
  if (lines <= MAX_LINES) return FIRST_LINES;
  const most = MAX_LINES - FIRST_LINES;
  return FIRST_LINES + Math.ceil((lines - FIRST_LINES - most) / BLOCK_LINES) * BLOCK_LINES;
}

function newest(notes: readonly string[]): string[] {
  let chars = 0;
  return notes
    .toReversed()
    .filter((note) => {
      chars += note.length;
      return chars <= MAX_LEFT_OUT_NOTES_CHARS;
    })
    .toReversed();
}

function charsOf(lines: readonly Line[]): number {
  return lines.reduce(
    (chars, { text, notes = [] }) => chars + text.length + notes.join('').length,
    0,
  );
}

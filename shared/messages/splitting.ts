import { wellFormed } from '#shared/well-formed.ts';

/** Twilio's limit of one message: https://www.twilio.com/docs/api/errors/21617. */
const MAX_CHARS = 1_600;

/** The cuts of a text in order of preference: between paragraphs, lines, sentences, words. */
const seams = [/\n{2,}/g, /\n/g, /(?<=[.!?…:;])\s+/g, /\s+/g];

const graphemes = new Intl.Segmenter('he', { granularity: 'grapheme' });

/** Splits a text into messages of at most `maxChars`, at the best seam that leaves each at least half full. */
export function toMessages(text: string, maxChars = MAX_CHARS): string[] {
  const messages: string[] = [];
  let rest = wellFormed(text).trim();
  while (rest.length > maxChars) {
    const { end, next } = cutOf(rest, maxChars);
    messages.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(next).trimStart();
  }
  return rest ? [...messages, rest] : messages;
}

/** Returns the beginning of a text: at most `maxChars`, and no torn letter at its end. */
export function beginningOf(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : text.slice(0, untornEnd(text, maxChars));
}

/** Returns the end of a message, and the start of the next. */
function cutOf(text: string, maxChars: number): { readonly end: number; readonly next: number } {
  for (const seam of seams) {
    const last = [...text.matchAll(seam)].findLast(({ index }) => index <= maxChars);
    if (last && last.index >= maxChars / 2) {
      return { end: last.index, next: last.index + last[0].length };
    }
  }
  // A text without seams is cut between graphemes, so that a letter keeps its vowel points.
  const at = untornEnd(text, maxChars);
  return { end: at, next: at };
}

function untornEnd(text: string, maxChars: number): number {
  // One unit more than fits may be half a letter: its whole is needed to see where the letter begins.
  const head = graphemes.segment(text.slice(0, maxChars + 2));
  return head.containing(maxChars)?.index || maxChars;
}

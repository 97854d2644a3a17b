/** Twilio takes no longer text in one message: https://www.twilio.com/docs/api/errors/21617. */
const MAX_CHARS = 1_600;

/** Where a text is best cut: between paragraphs, lines, sentences, words. */
const seams = [/\n{2,}/g, /\n/g, /(?<=[.!?…:;])\s+/g, /\s+/g];

const graphemes = new Intl.Segmenter('he', { granularity: 'grapheme' });

/** Splits a text into messages that Twilio takes, at the best seam that leaves each at least half full. */
export function toMessages(text: string, maxChars = MAX_CHARS): string[] {
  const messages: string[] = [];
  let rest = text.trim();
  while (rest.length > maxChars) {
    const { end, next } = cutOf(rest, maxChars);
    messages.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(next).trimStart();
  }
  return rest ? [...messages, rest] : messages;
}

/** Where a message ends, and where the next one begins. */
function cutOf(text: string, maxChars: number): { readonly end: number; readonly next: number } {
  for (const seam of seams) {
    const last = [...text.matchAll(seam)].findLast(({ index }) => index <= maxChars);
    if (last && last.index >= maxChars / 2) {
      return { end: last.index, next: last.index + last[0].length };
    }
  }
  // A text without seams: no letter may be torn from its marks.
  const head = graphemes.segment(text.slice(0, maxChars + 1));
  const at = head.containing(maxChars)?.index || maxChars;
  return { end: at, next: at };
}

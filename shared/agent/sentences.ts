/** The first piece may be a clause of this many characters, because the caller is waiting. */
const MIN_CLAUSE = 12;

/** Later pieces are whole sentences of this many characters, because the voice speaks those better. */
const MIN_SENTENCE = 25;

/** A piece without any end is cut at a space before this many characters. */
const MAX_PIECE = 180;

/** The end of a sentence; white space behind it excludes the point in 3.5 or in a web address. */
const SENTENCE_ENDS = /[.!?…]+["'״”)\]]*(?=\s)|\n/g;

/** The end of a clause: also a comma, a colon or a dash. */
const CLAUSE_ENDS = /(?:[.!?…]+["'״”)\]]*|[,;:–—])(?=\s)|\n/g;

/** A full stop behind a single letter or a common short form ends a word, not a sentence. */
const SHORT_FORM = /(?:^|[\s."'״(])[ובלהמש]?(?:[א-ת]|טל|מס|רח|שד|גב|עמ|פרופ)\.$/;

/** Yields a streamed reply in pieces that can be spoken while the rest is still arriving. */
export async function* sentences(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  let spoken = false;
  for await (const piece of pieces) {
    rest += piece;
    for (let end = endOfPiece(rest, spoken); end > 0; end = endOfPiece(rest, spoken)) {
      yield toOneLine(rest.slice(0, end));
      spoken = true;
      rest = rest.slice(end).trimStart();
    }
  }
  if (rest.trim()) yield toOneLine(rest);
}

/** Returns the length of the first complete piece; 0 if none is complete. */
function endOfPiece(text: string, spoken: boolean): number {
  const least = spoken ? MIN_SENTENCE : MIN_CLAUSE;
  for (const { index, 0: mark } of text.matchAll(spoken ? SENTENCE_ENDS : CLAUSE_ENDS)) {
    const end = index + mark.length;
    if (end > MAX_PIECE) break;
    const { length } = text.slice(0, end).trim();
    // A line break ends even a short piece: the model often calls a tool after it.
    const isEnough = length >= least || (mark === '\n' && length > 0);
    if (!isEnough || SHORT_FORM.test(text.slice(0, end))) continue;
    if (/^[,;:–—]/.test(mark) && /\d\s*$/.test(text.slice(0, index))) {
      const next = text.slice(end).trimStart()[0];
      // A mark between two numbers does not end a clause: it may be a range, a list, a telephone number.
      if (next === undefined) break;
      if (/\d/.test(next)) continue;
    }
    return end;
  }
  return text.length > MAX_PIECE ? endAtSpace(text) : 0;
}

function endAtSpace(text: string): number {
  for (let end = MAX_PIECE; end >= MIN_CLAUSE; end--) {
    const isInNumber = /\d/.test(text[end - 1] ?? '') && /\d/.test(text[end + 1] ?? '');
    if (text[end] === ' ' && !isInNumber) return end;
  }
  return MAX_PIECE;
}

function toOneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

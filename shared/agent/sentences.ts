/** The caller waits for the first piece, so it may be a mere clause of this many characters. */
const MIN_CLAUSE = 12;

/** Later pieces are whole sentences of this many characters, because those are spoken better. */
const MIN_SENTENCE = 25;

/** A piece without any end is cut at a space before this many characters. */
const MAX_PIECE = 180;

/** Where a sentence ends: the white space behind tells a full stop from the point in 3.5 or in an address. */
const SENTENCE_ENDS = /[.!?…]+["'״”)\]]*(?=\s)|\n/g;

/** Where a clause ends: also at a comma, a colon or a dash. */
const CLAUSE_ENDS = /(?:[.!?…]+["'״”)\]]*|[,;:–—])(?=\s)|\n/g;

/** A full stop behind a single letter or a common short form ends a word, not a sentence. */
const SHORT_FORM = /(?:^|[\s."'״(])[ובלהמש]?(?:[א-ת]|טל|מס|רח|שד|גב|עמ|פרופ)\.$/;

/** Cuts a reply into pieces that can be spoken at once, while the rest of it is still coming. */
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

/** The length of the first piece that is complete; 0 while none is. */
function endOfPiece(text: string, spoken: boolean): number {
  const least = spoken ? MIN_SENTENCE : MIN_CLAUSE;
  for (const { index, 0: mark } of text.matchAll(spoken ? SENTENCE_ENDS : CLAUSE_ENDS)) {
    const end = index + mark.length;
    if (end > MAX_PIECE) break;
    const { length } = text.slice(0, end).trim();
    // Whoever ends a line has more to do than to speak.
    const isEnough = length >= least || (mark === '\n' && length > 0);
    if (!isEnough || SHORT_FORM.test(text.slice(0, end))) continue;
    if (/^[,;:–—]/.test(mark) && /\d\s*$/.test(text.slice(0, index))) {
      const next = text.slice(end).trimStart()[0];
      // What stands between two numbers belongs to both: a range, a list, a telephone number.
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

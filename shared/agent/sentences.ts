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
const SHORT_FORM =
  /(?:^|[\s."'״(])[ובלהמש]?(?:[א-ת]|טל|מס|רח|שד|שכ|חב|חד|יח|דק|אינג|גב|עמ|פרופ|אדר|קומ|מרפ|חנ|כנ|בנ|מחס)\.$/;

/** A full stop behind the number of a list’s entry ends no sentence; behind קומ. 3. it does. */
const LIST_NUMBER =
  /(?:^|[.!?:…]\s+)(?<!(?<![א-ת])[ובלהמש]?(?:קומ?|דר?|מס|רח|כנ|בנ|חנ|מרפ|חד?|דק|יח|עמ|טל)\.\s+)\d{1,2}\.$/;

/** A bracket that is still open: its id or aside is read whole. */
const OPEN_BRACKET = /[([{][^)\]}]*$/;

/** A number that goes on with a sentence, also behind a preposition, a bracket or a currency. */
const NUMBER = /^[והבלמשכ]{0,3}[-–־]?[("*₪$€~+±]{0,2}\d/;

/** The beginning of such a number, which the next piece of the stream may complete. */
const MAYBE_NUMBER = /^[והבלמשכ]{0,3}[-–־]?[("*₪$€~+±]{0,2}$/;

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
    const piece = text.slice(0, end);
    if (!isEnough || SHORT_FORM.test(piece) || LIST_NUMBER.test(piece)) continue;
    if (/^[,;:–—]/.test(mark)) {
      if (OPEN_BRACKET.test(piece)) continue;
      const next = text.slice(end).trimStart();
      // Words before a number say how it is read: a clause "on Wednesday," makes 25.11 a date.
      if (NUMBER.test(next)) continue;
      if (MAYBE_NUMBER.test(next)) break;
    }
    return end;
  }
  return text.length > MAX_PIECE ? endAtSpace(text) : 0;
}

function endAtSpace(text: string): number {
  let fallback = MAX_PIECE;
  for (let end = MAX_PIECE; end >= MIN_CLAUSE; end--) {
    if (text[end] !== ' ') continue;
    const isBesideNumber =
      /\d\S*$/.test(text.slice(end - 12, end)) || NUMBER.test(text.slice(end + 1));
    if (!isBesideNumber) return end;
    if (fallback === MAX_PIECE) fallback = end;
  }
  return fallback;
}

function toOneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

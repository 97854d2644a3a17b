/** A word of a caller or writer, and the form of it that is compared with lists. */
export type HeardWord = {
  /** In small letters, without vowel points. */
  readonly written: string;
  /** Without quotation marks, final letters, doubled and stretched letters; a number stays as it is. */
  readonly form: string;
};

/** Numbers keep their signs, abbreviations and letter names their quotation marks. */
const WORD = /\d+(?:[.,:/]\d+)*|\p{L}+(?:['’׳"״”]\p{L}+)*['’׳]?/gu;
/** Vowel points, marks of writing direction and other signs that are not seen, and Arabic’s stretching sign. */
const UNSEEN = /[\p{M}\u0640\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu;
const DIGIT = /^\d/u;
const QUOTES = /['’׳"״”]/gu;
/** Writers stretch any letter, and double vav and yod or not. */
const RUN = /(\p{L})\1+/gu;
/** Words that only look stretched: “so” like a prefix, “without” like “no”. */
const UNSTRETCHED: ReadonlySet<string> = new Set(['כך', 'ללא']);
const SAME_LETTERS: Readonly<Record<string, string>> = {
  ...{ ך: 'כ', ם: 'מ', ן: 'נ', ף: 'פ', ץ: 'צ' },
  ...{ أ: 'ا', إ: 'ا', آ: 'ا', ة: 'ه', ى: 'ي', ё: 'е' },
};
const VARIANT = new RegExp(`[${Object.keys(SAME_LETTERS).join('')}]`, 'gu');

/** Returns the words and numbers of a text, without punctuation. */
export function heardWords(text: string): HeardWord[] {
  const seen = text.normalize('NFKC').replace(UNSEEN, '').toLowerCase();
  return (seen.match(WORD) ?? []).map((written) => ({ written, form: formOf(written) }));
}

/** Returns the form of one word: equal for all spellings of it. */
export function formOf(written: string): string {
  if (DIGIT.test(written) || UNSTRETCHED.has(written)) return written;
  return (
    written
      .replace(QUOTES, '')
      .replace(VARIANT, (letter) => SAME_LETTERS[letter] ?? letter)
      // Six, שש, is a word of two equal letters.
      .replace(RUN, (run, letter) => (run === 'שש' ? run : letter))
  );
}

/** Returns a set of the forms of phrases, which commas or line breaks part. */
export function phraseSet(...lists: readonly string[]): ReadonlySet<string> {
  const phrases = lists.flatMap((list) => list.split(/[,\n]/));
  return new Set(phrases.map((phrase) => formsOf(phrase).join(' ')).filter(Boolean));
}

/** Returns the forms of a text’s words. */
export function formsOf(text: string): string[] {
  return heardWords(text).map(({ form }) => form);
}

/** The longest phrase of any list, in words. */
const MAX_PHRASE_WORDS = 4;

/** Returns how many phrases of a set make up the whole of `forms`; undefined if other words remain. */
export function phrasesIn(
  forms: readonly string[],
  phrases: ReadonlySet<string>,
): number | undefined {
  if (forms.length === 0) return 0;
  for (let words = Math.min(MAX_PHRASE_WORDS, forms.length); words > 0; words--) {
    if (!phrases.has(forms.slice(0, words).join(' '))) continue;
    const others = phrasesIn(forms.slice(words), phrases);
    if (others !== undefined) return others + 1;
  }
  return undefined;
}

/** Returns words without immediate repeats of the same word. */
export function withoutRepeats(words: readonly HeardWord[]): HeardWord[] {
  return words.filter(({ form }, index) => form !== words[index - 1]?.form);
}

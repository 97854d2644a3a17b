import { POINTED_NAMES, POINTED_PHRASES, POINTED_WORDS, READINGS } from './pointed-words.ts';

const FEWEST_STEM_LETTERS = 2;
const MOST_PREFIXES = 3;

const words = new Map([
  ...entriesOf(POINTED_NAMES.trim().split(/\s+/)),
  ...entriesOf(POINTED_WORDS.trim().split(/\s+/)),
  ...Object.entries(READINGS),
]);
const phrases = entriesOf(POINTED_PHRASES);
const phrasePattern = new RegExp(
  `(?<![א-ת״׳])([והבלמש]?)(${[...phrases.keys()].join('|')})(?![א-ת״׳])`,
  'gu',
);

/** Returns a Hebrew word with its vowel points, also behind prefixes; undefined where the lexicon lacks it. */
export function toPointed(word: string): string | undefined {
  return isPointed(word) ? word : found(word, MOST_PREFIXES);
}

/** Adds points to word groups that are pronounced differently together. */
export function withPointedPhrases(text: string): string {
  return text.replace(phrasePattern, (_, prefix: string, phrase: string) => {
    const pointed = phrases.get(phrase) as string;
    return prefix ? (withPrefix(prefix, pointed) as string) : pointed;
  });
}

const PREFIXES: Readonly<Record<string, string>> = {
  ב: 'בְּ',
  ה: 'הַ',
  כ: 'כְּ',
  ל: 'לְ',
  מ: 'מִ',
  ש: 'שֶׁ',
};

/** Returns a pointed word with a prefix letter, indefinite: `בְּ|דִירָה`; undefined for any other letter. */
export function withPrefix(letter: string, stem: string): string | undefined {
  if (letter === 'ו') return withAnd(stem);
  if (letter === 'מ' && /^[אהחער]/.test(stem)) return `מֵ|${stem}`;
  return PREFIXES[letter] && `${PREFIXES[letter]}|${stem}`;
}

/** "And" is u before a labial or a shva, and softens the letter after it; elsewhere it is ve. */
function withAnd(stem: string): string {
  if (!/^(?:[במפ]|[^י][\u05bc\u05c1\u05c2]*\u05b0)/u.test(stem.normalize('NFC')))
    return `וְ|${stem}`;
  return `וּ|${stem.replace(/^([בכפ][\u05b0-\u05bb]*)\u05bc/u, '$1')}`;
}

function found(word: string, prefixes: number): string | undefined {
  const whole = words.get(word);
  const stem = word.slice(1);
  if (whole || prefixes === 0 || stem.length < FEWEST_STEM_LETTERS) return whole;
  const pointed = found(stem, prefixes - 1);
  return pointed && withPrefix(word[0] as string, pointed);
}

function isPointed(word: string): boolean {
  return /[\u05b0-\u05bc\u05c7]/.test(word);
}

/** Maps the everyday spelling of each entry to its pointed form; of duplicates the first holds. */
function entriesOf(pointed: readonly string[]): Map<string, string> {
  return new Map(pointed.toReversed().map((entry) => [everydaySpelling(entry), entry]));
}

function everydaySpelling(pointed: string): string {
  return pointed.replace(/[\u0591-\u05bd\u05bf-\u05c7|]/g, '');
}

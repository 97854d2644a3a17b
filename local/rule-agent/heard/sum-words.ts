/** One part of a spoken sum. */
export type SumWord =
  | { readonly kind: 'number'; readonly value: number }
  /** Multiplies the number before it. */
  | { readonly kind: 'hundreds' | 'thousand' | 'million' }
  /** A half or a quarter of whatever is counted. */
  | { readonly kind: 'fraction'; readonly value: number }
  /** Divides the number before it: "three quarters". */
  | { readonly kind: 'quarters' };

const UNITS = [
  'אחת אחד',
  'שתיים שתים שניים שנים שתי שני',
  'שלוש שלושה שלושת',
  'ארבע ארבעה ארבעת',
  'חמש חמישה חמשת',
  'שש שישה ששת',
  'שבע שבעה שבעת',
  'שמונה שמונת',
  'תשע תשעה תשעת',
  'עשר עשרה עשרת',
];
const TENS = 'עשרים שלושים ארבעים חמישים שישים שבעים שמונים תשעים'.split(' ');

const WORDS: ReadonlyMap<string, SumWord> = new Map<string, SumWord>([
  ...UNITS.flatMap((names, at) => numbers(names, at + 1)),
  ...TENS.flatMap((name, at) => numbers(name, 10 * (at + 2))),
  ...numbers('מאה', 100),
  ...numbers('מאתיים', 200),
  ...numbers('אלפיים', 2_000),
  ['מאות', { kind: 'hundreds' }],
  ['אלף', { kind: 'thousand' }],
  ['אלפים', { kind: 'thousand' }],
  ['מיליון', { kind: 'million' }],
  ['מיליונים', { kind: 'million' }],
  ['חצי', { kind: 'fraction', value: 1 / 2 }],
  ['רבע', { kind: 'fraction', value: 1 / 4 }],
  ['רבעי', { kind: 'quarters' }],
]);

/** A word of a sum at its place in a text. */
export type PlacedSumWord = SumWord & {
  /** The letter before it: and, in, to, from, about. */
  readonly prefix: string;
  readonly isDigits: boolean;
  readonly start: number;
  readonly end: number;
};

const PART = /(?<![א-ת\d])(?:([ובלמכה])-)?(\d[\d,]*\d(?:\.\d+)?|\d(?:\.\d+)?)|[א-ת]+/g;

/** Returns the words of sums in a text, in their order. */
export function sumWordsIn(text: string): PlacedSumWord[] {
  return [...text.matchAll(PART)].flatMap(
    ({ 0: said, 1: before = '', 2: digits, index: start }) => {
      const place = { start, end: start + said.length };
      if (digits) {
        const value = Number(digits.replaceAll(',', ''));
        return { kind: 'number', value, prefix: before, isDigits: true, ...place };
      }
      const [prefix, word] = WORDS.has(said) ? ['', said] : [said.slice(0, 1), said.slice(1)];
      const found = /^[ובלמכה]?$/.test(prefix) ? WORDS.get(word) : undefined;
      return found ? { ...found, prefix, isDigits: false, ...place } : [];
    },
  );
}

function numbers(names: string, value: number): [string, SumWord][] {
  return names.split(' ').map((name) => [name, { kind: 'number', value }]);
}

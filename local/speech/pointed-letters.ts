/** A Hebrew letter with its points; `startsPart` at the beginning of a word or of the stem after a prefix. */
export type Letter = {
  readonly base: string;
  readonly points: string;
  readonly startsPart: boolean;
};

/** The points that the reading rules name. */
export const SIGN = {
  ole: '\u05ab',
  shva: '\u05b0',
  hatafQamats: '\u05b3',
  hiriq: '\u05b4',
  tsere: '\u05b5',
  segol: '\u05b6',
  patah: '\u05b7',
  qamats: '\u05b8',
  holam: '\u05b9',
  dagesh: '\u05bc',
  meteg: '\u05bd',
  sinDot: '\u05c2',
  geresh: '׳',
} as const;

/** The vowel of each full vowel point. */
export const VOWELS: Readonly<Record<string, string>> = {
  '\u05b1': 'e',
  '\u05b2': 'a',
  [SIGN.hatafQamats]: 'o',
  [SIGN.hiriq]: 'i',
  [SIGN.tsere]: 'e',
  [SIGN.segol]: 'e',
  [SIGN.patah]: 'a',
  [SIGN.qamats]: 'a',
  [SIGN.holam]: 'o',
  '\u05ba': 'o',
  '\u05bb': 'u',
  '\u05c7': 'o',
};

/** Splits a pointed word into letters; a prefix ends at `|`, and unknown signs are skipped. */
export function lettersOf(word: string): Letter[] {
  return word
    .normalize('NFC')
    .split('|')
    .flatMap((part) =>
      [...part.matchAll(/([א-ת])([\u0591-\u05c7׳]*)/gu)].map(([, base = '', points = ''], at) => {
        return { base, points, startsPart: at === 0 };
      }),
    );
}

/** Returns the full vowel point on the letter itself, if any. */
export function ownVowel(letter: Letter | undefined): string | undefined {
  return letter && [...letter.points].find((point) => point in VOWELS);
}

/** Returns whether a vowel follows the letter: its own, or that of the next vav. */
export function carriesVowel(letters: readonly Letter[], at: number): boolean {
  return ownVowel(letters[at]) !== undefined || isVowelVav(letters, at + 1);
}

/** Returns whether the letter is a vav that only writes o or u. */
export function isVowelVav(letters: readonly Letter[], at: number): boolean {
  const letter = letters[at];
  if (letter?.base !== 'ו' || /[\u05b0-\u05b8\u05bb\u05c7]/.test(letter.points)) return false;
  if (letter.startsPart) return letter.points.includes(SIGN.dagesh);
  if (!/[\u05b9\u05ba\u05bc]/.test(letter.points)) return false;
  const before = letters[at - 1] as Letter;
  const beforeIsOpen = ownVowel(before) === undefined && !before.points.includes(SIGN.shva);
  return beforeIsOpen && !isVowelVav(letters, at - 1);
}

/** Returns whether a vav or yod has no point of its own, so only helps the spelling. */
export function isBare(letter: Letter): boolean {
  return /[וי]/.test(letter.base) && !/[\u05b0-\u05bc\u05c7]/.test(letter.points);
}

import {
  carriesVowel,
  isBare,
  isVowelVav,
  type Letter,
  lettersOf,
  ownVowel,
  SIGN,
  VOWELS,
} from './pointed-letters.ts';
import { type Sound, stressedVowel } from './stress.ts';

/**
 * Turns pointed Hebrew words into eSpeak phoneme mnemonics: `שָׁלוֹם` → `Sal'om`. It knows three dictionary
 * signs besides the ordinary points. `|` follows a prefix letter, meteg marks a voiced shva, and ole (U+05AB)
 * marks an irregular stress.
 */
export function toPhonemes(pointed: string): string {
  const words = pointed.split(/[\s־-]+/).filter(Boolean);
  return words.map((word) => wordPhonemes(lettersOf(word))).join(' ');
}

const CONSONANTS: Readonly<Record<string, string>> = {
  א: '?',
  ב: 'v',
  ג: 'g',
  ד: 'd',
  ה: 'h',
  ו: 'v',
  ז: 'z',
  ח: 'X',
  ט: 't',
  י: 'j',
  כ: 'X',
  ך: 'X',
  ל: 'l',
  מ: 'm',
  ם: 'm',
  נ: 'n',
  ן: 'n',
  ס: 's',
  ע: '?',
  פ: 'f',
  ף: 'f',
  צ: 'ts',
  ץ: 'ts',
  ק: 'k',
  ר: 'Q"',
  ש: 'S',
  ת: 't',
};
const WITH_DAGESH: Readonly<Record<string, string>> = { ב: 'b', כ: 'k', ך: 'k', פ: 'p', ף: 'p' };
const WITH_GERESH: Readonly<Record<string, string>> = { ג: 'dZ', ז: 'Z', צ: 'tS', ץ: 'tS' };
/** Clitics, which carry no stress of their own. */
const LEANING = new Set('של את על עם אל אם כי או גם מן עד'.split(' '));

function wordPhonemes(letters: readonly Letter[]): string {
  const heard = letters.reduce<Sound[]>((sounds, _, at) => {
    sounds.push(...soundsOf(letters, at, sounds.at(-1)));
    return sounds;
  }, []);
  const leans = LEANING.has(letters.map((letter) => letter.base).join(''));
  const stress = leans ? -1 : stressedVowel(letters, heard);
  return heard
    .map(({ phoneme }, i) =>
      i === stress ? `'${phoneme}` : phoneme + separator(phoneme, heard[i + 1]),
    )
    .join('');
}

/** Separates t and S, or d and Z, which would be read as the one sound of `צ׳` or `ג׳`. */
function separator(phoneme: string, next: Sound | undefined): string {
  return `${phoneme}${next?.phoneme}` === 'tS' || `${phoneme}${next?.phoneme}` === 'dZ' ? '|' : '';
}

function soundsOf(letters: readonly Letter[], at: number, before: Sound | undefined): Sound[] {
  const letter = letters[at] as Letter;
  if (isVowelVav(letters, at)) {
    return [{ phoneme: letter.points.includes(SIGN.dagesh) ? 'u' : 'o', vowelOf: at }];
  }
  const consonant = consonantOf(letters, at, before);
  if (isFurtive(letters, at) && before?.vowelOf !== undefined) {
    const a: Sound = { phoneme: 'a', vowelOf: at, furtive: true };
    return letter.base === 'ע' ? [a] : [a, { phoneme: consonant }];
  }
  const vowel = vowelOf(letters, at);
  return [
    ...(consonant ? [{ phoneme: consonant }] : []),
    ...(vowel ? [{ phoneme: vowel, vowelOf: at }] : []),
  ];
}

/** Returns whether the final letter is a guttural with a furtive patah, as in `רוּחַ`. */
function isFurtive(letters: readonly Letter[], at: number): boolean {
  const { base, points } = letters[at] as Letter;
  if (at !== letters.length - 1 || !points.includes(SIGN.patah)) return false;
  return base === 'ח' || base === 'ע' || (base === 'ה' && points.includes(SIGN.dagesh));
}

function vowelOf(letters: readonly Letter[], at: number): string {
  const letter = letters[at] as Letter;
  const sign = ownVowel(letter);
  const leansOnO = letters[at + 1]?.points.includes(SIGN.hatafQamats);
  if (sign) return sign === SIGN.qamats && leansOnO ? 'o' : (VOWELS[sign] as string);
  return letter.points.includes(SIGN.shva) && isHeardShva(letters, at) ? 'e' : '';
}

function isHeardShva(letters: readonly Letter[], at: number): boolean {
  const { base, points, startsPart } = letters[at] as Letter;
  const [before, next] = [letters[at - 1], letters[at + 1]];
  if (points.includes(SIGN.meteg)) return true;
  if (!next) return false;
  if (next.base === base) return true;
  const afterAnd = before?.startsPart && before.base === 'ו' && before.points.includes(SIGN.dagesh);
  if (startsPart || afterAnd) return isLonePrefix(letters, at) || resistsCluster(base, next.base);
  const afterArticle = before?.startsPart && before.base === 'ה' && points.includes(SIGN.dagesh);
  return afterArticle ? 'ילמנ'.includes(base) : before?.points.includes(SIGN.shva) === true;
}

function isLonePrefix(letters: readonly Letter[], at: number): boolean {
  return letters[at]?.startsPart === true && letters[at + 1]?.startsPart === true;
}

/** Returns whether two initial consonants are kept apart: `מְחִיר` and `שְׁאֵלָה`, but not `שְׁכוּנָה`. */
function resistsCluster(first: string, second: string): boolean {
  return 'ילמנרו'.includes(first) || 'אהע'.includes(second);
}

function consonantOf(letters: readonly Letter[], at: number, before: Sound | undefined): string {
  const { base, points } = letters[at] as Letter;
  const plain = CONSONANTS[base] as string;
  if (points.includes(SIGN.geresh)) return WITH_GERESH[base] ?? plain;
  switch (base) {
    case 'א':
    case 'ע':
      return at > 0 && carriesVowel(letters, at) ? plain : '';
    case 'ה':
      return /[\u05b0\u05bc]/.test(points) || carriesVowel(letters, at) ? plain : '';
    case 'ו':
      return isDoubledVav(letters, at) ? '' : plain;
    case 'י':
      return isLongVowelYod(letters, at, before) ? '' : plain;
    case 'ש':
      return points.includes(SIGN.sinDot) ? 's' : plain;
    default:
      return points.includes(SIGN.dagesh) ? (WITH_DAGESH[base] ?? plain) : plain;
  }
}

/** Everyday spelling doubles a consonantal vav inside a word; the vav with the point is the one heard. */
function isDoubledVav(letters: readonly Letter[], at: number): boolean {
  const [before, letter, next] = [letters[at - 1], letters[at] as Letter, letters[at + 1]];
  if (!isBare(letter)) return false;
  const heardBefore = before?.base === 'ו' && /[\u05b0-\u05b8]/.test(before.points);
  return heardBefore || (next?.base === 'ו' && !isVowelVav(letters, at + 1));
}

/**
 * A yod without points lengthens the vowel before it (`דִּירָה`, `עַכְשָׁיו`), or closes it as j (`שְׁנֵי`,
 * `אוּלַי`).
 */
function isLongVowelYod(
  letters: readonly Letter[],
  at: number,
  before: Sound | undefined,
): boolean {
  const letter = letters[at] as Letter;
  if (!isBare(letter) || carriesVowel(letters, at)) return false;
  if (letters[at - 1]?.base === 'י') return true;
  if (before?.vowelOf === undefined) return false;
  if (before.phoneme === 'i') return true;
  const isLast = at === letters.length - 1;
  const closesWord = at === letters.length - 2 && !carriesVowel(letters, at + 1);
  if (before.phoneme !== 'e') return closesWord && letters[at + 1]?.base === 'ו';
  const isTsere = ownVowel(letters[before.vowelOf]) === SIGN.tsere;
  const isOnlyVowel = before.vowelOf <= 1;
  return !isTsere || !(isLast || (closesWord && isOnlyVowel));
}

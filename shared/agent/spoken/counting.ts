import { endsInStreet } from './address.ts';
import { AMOUNT } from './amount.ts';
import type { Gender } from './cardinal.ts';
import { countedNoun, type Noun } from './nouns.ts';
import type { Numbers } from './numbers.ts';
import { UNIT_BEHIND } from './units.ts';

/** The noun behind a number, and the index behind that noun. */
export interface Ahead {
  readonly noun: Noun;
  readonly word: string;
  readonly end: number;
}

/** Matches thousands or millions behind a number; the source of a regular expression. */
export const SCALE = `(?: ?(אלפים|אלף|מיליונים|מיליון|מיליארד|מ['׳’](?= ?(?:₪|ש["״”]?ח)))(?!["'״׳”’]?[א-ת]))`;

const WORD_AHEAD = /[ \u00A0]?([א-ת]+(?:['"׳״][א-ת]+)?)(?![\u0591-\u05C7])/y;
/** Joins two numbers that count the same noun: בין 3 ל-4 חדרים. */
const NUMBER_AHEAD = new RegExp(
  ` (?:(?:או|עד) |[לו][-־]?)${AMOUNT}(?: ?[-–—־] ?${AMOUNT})?(${SCALE}|(?: ?${UNIT_BEHIND}))?`,
  'uy',
);

/** Words that form a compound with a noun and stay beside it: חדר שינה אחד. */
const COMPOUND = /(?: (?:שינה|רחצה|אמבטיה|עבודה|שירותים|ילדים|הורים|חניה|חנייה|מגורים|דיור|שמש))?/y;

/** The longest list of alternatives that is scanned. */
const MAX_NUMBERS_AHEAD = 3;

/** Returns the noun that a number counts, found in the word behind the number. */
export function nounAhead(
  text: string,
  at: number,
  numbers: Numbers,
  spoken: string,
): Ahead | undefined {
  WORD_AHEAD.lastIndex = at;
  const [whole = '', word = ''] = WORD_AHEAD.exec(text) ?? [];
  const noun = countedNoun(word);
  if (!noun) return undefined;
  const end = at + whole.length;
  // A number below two counts a singular noun, unless that noun has its own number: הרצל 1 דירה 4.
  const isOne = numbers.first.whole < 2 && !/^ \d/.test(text.slice(end, end + 2));
  if (!noun.isCounted && !isOne) return undefined;
  const mayBePlace = noun.singular === '' || noun.singular === word || word === 'רחובות';
  return mayBePlace && endsInStreet(spoken) ? undefined : { noun, word, end };
}

/** Returns the gender of the noun that the next numbers count; feminine if they count nothing. */
export function genderAhead(text: string, at: number): Gender {
  let end = at;
  for (let step = 0; step < MAX_NUMBERS_AHEAD; step++) {
    NUMBER_AHEAD.lastIndex = end;
    const match = NUMBER_AHEAD.exec(text);
    if (!match) break;
    if (match[1] !== undefined) return 'masculine';
    end += match[0].length;
    WORD_AHEAD.lastIndex = end;
    const noun = countedNoun(WORD_AHEAD.exec(text)?.[1] ?? '');
    if (noun?.isCounted) return noun.gender;
  }
  return 'feminine';
}

/** Puts the number one behind a whole compound noun: חדר שינה אחד. */
export function withCompound(
  text: string,
  { noun, end }: Ahead,
  counted: string,
): [string, number] {
  COMPOUND.lastIndex = end;
  const name = COMPOUND.exec(text)?.[0] ?? '';
  if (name === '' || !counted.startsWith(`${noun.singular} `)) return [counted, end];
  return [noun.singular + name + counted.slice(noun.singular.length), end + name.length];
}

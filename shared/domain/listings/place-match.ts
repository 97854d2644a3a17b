import { nameKey } from './listing-names.ts';

/** The likeness of two names of a place; a larger one is better, and 0 means two places. */
export type PlaceGrade = 0 | 1 | 2 | 3;

/** The grade of one and the same name. */
export const SAME: PlaceGrade = 3;
const PART: PlaceGrade = 2;
const MISHEARD: PlaceGrade = 1;

/** Words for the kind of a place, with a preposition before them or without: `ברחוב`, `רח`, `שדרות`. */
const KIND =
  /^[בלמהוש]?(?:רחוב|רח|שדרות|שדרת|שד|דרכ|סמטה|סמטת|שכונה|שכונת|שכ|אזור|street|st|boulevard)$/;
/** A word of fewer letters keeps its first one: הר is a mountain, no article. */
const FEWEST_AFTER_PREFIX = 3;
/** The shortest name, without its vowels, in which one wrong letter is forgiven. */
const FEWEST_MISHEARD = 4;
/** The shortest part that names a whole: `המכבי` for `יהודה המכבי`. */
const FEWEST_OF_PART = 3;

/**
 * Returns how well a place, as a caller says it, is a place as the office wrote it. Kinds of places, prepositions,
 * articles and letters that stand for vowels do not count, and one wrong letter is forgiven.
 */
export function placeGrade(said: string, written: string): PlaceGrade {
  const theirs = skeletonOf(wordsOf(written));
  if (theirs.length === 0) return 0;
  const grades = spokenForms(wordsOf(said)).map((words) => gradeOf(skeletonOf(words), theirs));
  return Math.max(0, ...grades) as PlaceGrade;
}

/** Returns the best matches of a place among written names; none if no name is like it. */
export function bestMatches(said: string, written: Iterable<string>): ReadonlySet<string> {
  const grades = new Map([...new Set(written)].map((name) => [name, placeGrade(said, name)]));
  const best = Math.max(0, ...grades.values());
  return new Set([...grades].filter(([, grade]) => grade > 0 && grade === best).map(([n]) => n));
}

function gradeOf(said: readonly string[], written: readonly string[]): PlaceGrade {
  const [ours, theirs] = [said.join(' '), written.join(' ')];
  if (!ours) return 0;
  if (ours === theirs) return SAME;
  const [part, whole] = ours.length < theirs.length ? [ours, theirs] : [theirs, ours];
  if (part.length >= FEWEST_OF_PART && ` ${whole} `.includes(` ${part} `)) return PART;
  return part.length >= FEWEST_MISHEARD && differsByOne(part, whole) ? MISHEARD : 0;
}

/** Returns the words of a name without those for the kind of place, unless it has no others. */
function wordsOf(name: string): readonly string[] {
  const words = nameKey(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const names = words.filter((word) => !KIND.test(word));
  return names.length > 0 ? names : words;
}

/** Speech joins a preposition to the first word: בארלוזורוב. Some names begin with that letter themselves. */
function spokenForms([first = '', ...rest]: readonly string[]): (readonly string[])[] {
  const bare = /^[בלמו]/.test(first) && first.length > FEWEST_AFTER_PREFIX ? first.slice(1) : '';
  return bare
    ? [
        [first, ...rest],
        [bare, ...rest],
      ]
    : [[first, ...rest]];
}

/** Returns words without articles and without letters for vowels: שינקין and שנקין are one street. */
function skeletonOf(words: readonly string[]): string[] {
  return words.map((word) => {
    const bare = /^ה/.test(word) && word.length > FEWEST_AFTER_PREFIX ? word.slice(1) : word;
    return bare.slice(0, 1) + bare.slice(1).replace(/[אוי]/g, '');
  });
}

/** Returns whether one letter replaced, added or left out turns one text into the other, which is not shorter. */
function differsByOne(shorter: string, longer: string): boolean {
  if (longer.length - shorter.length > 1) return false;
  let at = 0;
  while (at < shorter.length && shorter[at] === longer[at]) at++;
  const isReplaced = shorter.length === longer.length;
  return shorter.slice(isReplaced ? at + 1 : at) === longer.slice(at + 1);
}

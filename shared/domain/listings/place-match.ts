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

/** First words of many names: alone they name none of them. */
const GENERIC = /^(?:רמת|נוה|גבעת|קרית|כפר|בית|גני|מעלה|שיכונ)$/;
/** A month of a street that is named after a day: כ"ט בנובמבר is ה-29 בנובמבר. */
const IN_MONTH =
  /^ב(?:ינואר|פברואר|מרצ|מרס|אפריל|מאי|יוני|יולי|אוגוסט|ספטמבר|אוקטובר|נובמבר|דצמבר)$/;
const ONES = 'אבגדהוזחט';
const TENS: Readonly<Record<string, number>> = { י: 10, כ: 20, ל: 30 };
/** The names of the letters that tell the quarters of a place apart: רמת אביב גימל. */
const LETTERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    אלפ: 'א',
    בית: 'ב',
    גימל: 'ג',
    דלת: 'ד',
    הא: 'ה',
    זינ: 'ז',
    חית: 'ח',
    טית: 'ט',
  }),
);

/**
 * Returns how well a place, as a caller says it, is a place as the office wrote it. Kinds of places, prepositions,
 * articles and letters that stand for vowels do not count, and one wrong letter is forgiven.
 */
export function placeGrade(said: string, written: string): PlaceGrade {
  const theirs = wordsOf(written);
  if (theirs.length === 0) return 0;
  return Math.max(
    0,
    ...spokenForms(wordsOf(said)).map((ours) => gradeOf(ours, theirs)),
  ) as PlaceGrade;
}

/** Returns the best matches of a place among written names; none if no name is like it. */
export function bestMatches(said: string, written: Iterable<string>): ReadonlySet<string> {
  const grades = new Map([...new Set(written)].map((name) => [name, placeGrade(said, name)]));
  const best = Math.max(0, ...grades.values());
  return new Set([...grades].filter(([, grade]) => grade > 0 && grade === best).map(([n]) => n));
}

function gradeOf(said: readonly string[], written: readonly string[]): PlaceGrade {
  const [ours, theirs] = [skeletonOf(said).join(' '), skeletonOf(written).join(' ')];
  if (!ours) return 0;
  if (ours === theirs) return SAME;
  const quarter = quarterOf(said);
  if (quarter && quarter !== quarterOf(written)) return 0;
  if (isPart(said, written) || isPart(written, said)) return PART;
  const [shorter, longer] = ours.length < theirs.length ? [ours, theirs] : [theirs, ours];
  const isMisheard = shorter.length >= FEWEST_MISHEARD && differsByOne(shorter, longer);
  return isMisheard && quarter === quarterOf(written) ? MISHEARD : 0;
}

/** Returns whether words stand in a longer name. A single word must be there with its vowels. */
function isPart(part: readonly string[], whole: readonly string[]): boolean {
  if (part.length >= whole.length) return false;
  const isSingle = part.length === 1;
  const [ours, theirs] = [part, whole].map((words) =>
    (isSingle ? withoutArticles(words) : skeletonOf(words)).join(' '),
  ) as [string, string];
  if (ours.length < FEWEST_OF_PART || (isSingle && GENERIC.test(ours))) return false;
  return ` ${theirs} `.includes(` ${ours} `);
}

/** Returns the letter at the end of a name of several words: ג of רמת אביב ג. */
function quarterOf(words: readonly string[]): string | undefined {
  const last = words.at(-1);
  return words.length > 1 && last?.length === 1 ? last : undefined;
}

/** Returns the words of a name without those for the kind of place, unless it has no others. */
function wordsOf(name: string): readonly string[] {
  const words = nameKey(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map((word, index, all) => (IN_MONTH.test(all[index + 1] ?? '') ? dayNumber(word) : word))
    .filter((word, index, all) => !(/^[בלמ]?ה$/.test(word) && IN_MONTH.test(all[index + 2] ?? '')))
    .map((word, index, all) =>
      index > 0 && index === all.length - 1 ? (LETTERS.get(word) ?? word) : word,
    );
  const names = words.filter((word) => !KIND.test(word));
  return names.length > 0 ? names : words;
}

/** Returns the number of a day in letters or digits, without a preposition and an article: כ"ט is 29. */
function dayNumber(word: string): string {
  const [, digits] = /^[בלמ]?ה?(\d{1,2})$/.exec(word) ?? [];
  if (digits) return digits;
  const [, ten = '', one = ''] = /^[בלמ]??ה??([יכל]?)([א-ט]?)$/.exec(word) ?? [];
  const day = (TENS[ten] ?? 0) + (one ? ONES.indexOf(one) + 1 : 0);
  return day > 0 ? String(day) : word;
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

function withoutArticles(words: readonly string[]): string[] {
  return words.map((word) =>
    /^ה/.test(word) && word.length > FEWEST_AFTER_PREFIX ? word.slice(1) : word,
  );
}

/** Returns words without articles and without letters for vowels: שינקין and שנקין are one street. */
function skeletonOf(words: readonly string[]): string[] {
  return withoutArticles(words).map(
    (word) => word.slice(0, 1) + word.slice(1).replace(/[אוי]/g, ''),
  );
}

/** Returns whether one letter replaced, added or left out turns one text into the other, which is not shorter. */
function differsByOne(shorter: string, longer: string): boolean {
  if (longer.length - shorter.length > 1) return false;
  let at = 0;
  while (at < shorter.length && shorter[at] === longer[at]) at++;
  const isReplaced = shorter.length === longer.length;
  return shorter.slice(isReplaced ? at + 1 : at) === longer.slice(at + 1);
}

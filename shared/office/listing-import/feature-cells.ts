import { type Feature, toFeature } from '#shared/domain/listings/listing-features.ts';
import { byAnyName, nameKey } from '#shared/domain/listings/listing-names.ts';
import type { Wrong } from './cell.ts';
import { withPlainQuotes } from './cell-text.ts';

/** The features in a cell, and the words that no caller can search for. */
export type Features = {
  readonly features: readonly Feature[];
  readonly others: readonly string[];
};

/** A longer part of a list is a sentence. */
const MAX_CHARACTERS = 60;
const answers = byAnyName({
  yes: [
    'y',
    'true',
    'v',
    '✓',
    '✔',
    '√',
    '+',
    'כן',
    'יש',
    'קיים',
    'קיימת',
    'קיימים',
    'עם',
    'כולל',
    'included',
  ],
  no: [
    'n',
    'x',
    '✗',
    '✘',
    'false',
    'none',
    'לא',
    'אין',
    'ללא',
    'בלי',
    'חסר',
    'לא קיים',
    'לא קיימת',
  ],
});
/** Words that say of a feature which one it is: חניה פרטית, מרפסת גדולה, מיזוג מרכזי, 2 חניות. */
const QUALIFIERS = keys([
  ...[
    'צמודה',
    'צמוד',
    'פרטית',
    'פרטי',
    'כפולה',
    'מקורה',
    'תת קרקעית',
    'בטאבו',
    'בחניון',
    'רגילה',
    'נעולה',
  ],
  ...[
    'גדולה',
    'גדול',
    'קטנה',
    'קטן',
    'ענקית',
    'סגורה',
    'פתוחה',
    'שמש',
    'סוכה',
    'שירות',
    'לנוף',
    'גג',
  ],
  ...[
    'מרכזי',
    'מרכזית',
    'מיני',
    'עילי',
    'מפוצל',
    'אינוורטר',
    'חדש',
    'חדשה',
    'חדשים',
    'מלא',
    'מלאה',
    'חלקי',
    'חלקית',
  ],
  ...[
    'דירתי',
    'קומתי',
    'ירוקה',
    'יפה',
    'בבניין',
    'בכל החדרים',
    'בסלון',
    'שבת',
    'שתי',
    'שלוש',
    'אחת',
    'זוג',
  ],
]);
const ABSENT = /^(?:אין|ללא|בלי|לא|no|without) /i;

/** Reads a cell that tells whether a home has a feature, or how many of it, or which one. */
export function yesOrNoCell(text: string, feature: Feature): boolean | Wrong {
  if (/^\d{1,3}(?:\.\d{1,2})?$/.test(text)) return Number(text) > 0;
  const answer = answers.get(nameKey(text)) ?? (/^[-–—.]+$/.test(text) ? 'no' : undefined);
  if (answer) return answer === 'yes';
  if (text.length > MAX_CHARACTERS) return { must: 'yes or no' };
  if (ABSENT.test(text)) return false;
  // “פרטית” in the column of parking, “12 מ"ר” in the one of balconies.
  const bare = withPlainQuotes(text).replace(/^(?:כן|יש)[ ,-]+/, '');
  const isSome = /^\d{1,4} ?(?:מ"ר|מטר|sqm)$/i.test(bare) || areQualifiers(bare);
  return isSome || featureOf(bare) === feature ? true : { must: 'yes or no' };
}

/** Returns whether a cell says that a feature costs more: callers are told so, and no search counts it. */
export function isPaidFor(text: string): boolean {
  return text.length <= MAX_CHARACTERS && /בתשלום|תוספת תשלום|תמורת תשלום/.test(text);
}

/** Reads a cell that lists the features of a home. */
export function featuresCell(text: string): Features {
  const features: Feature[] = [];
  const others: string[] = [];
  for (const part of text.split(/[,;|+\n•·]/)) {
    const word = part.trim().replace(/^[-*–] ?|\.$/g, '');
    if (!word) continue;
    const feature = featureOf(word);
    if (feature) features.push(feature);
    else if (!ABSENT.test(word) || !featureOf(word.replace(ABSENT, ''))) others.push(word);
  }
  return { features, others };
}

/** Returns the feature of a word, with its number and its qualifiers: `2 חניות`, `מרפסת שמש גדולה`. */
export function featureOf(word: string): Feature | undefined {
  if (word.length > MAX_CHARACTERS) return undefined;
  const bare = word
    .trim()
    .replace(/^(?:\d{1,2}|יש|עם|כולל) /, '')
    .replace(/ ?[(xX×] ?\d{1,2}\)?$/, '');
  const whole = toFeature(bare);
  if (whole) return whole;
  const words = bare.split(/\s+/);
  for (let count = words.length - 1; count > 0; count -= 1) {
    const feature = toFeature(words.slice(0, count).join(' '));
    if (feature && areQualifiers(words.slice(count).join(' '))) return feature;
  }
  return undefined;
}

function areQualifiers(text: string): boolean {
  const key = nameKey(text);
  return QUALIFIERS.has(key) || key.split(' ').every((word) => QUALIFIERS.has(word));
}

function keys(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.map(nameKey));
}

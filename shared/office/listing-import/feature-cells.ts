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
    'תת קרקעי',
    'תת קרקעיות',
    'מקורות',
    'צמודות',
    'צמודים',
    'פרטיות',
    'כפולות',
    'עוקבת',
    'עוקבות',
    'עוקב',
    'משותפת',
    'רובוטית',
    'רובוטי',
    'מכפיל',
    'בתת קרקעי',
    'שתיים',
    'רגילות',
    'טאבו',
    'בטאבו',
    'בחניון',
    'רגילה',
    'נעולה',
  ],
  ...['גדולה', 'גדול', 'קטנה', 'קטן', 'ענקית', 'סגורה', 'פתוחה', 'שמש', 'סוכה', 'לנוף', 'גג'],
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
/** A feature and what is said of it: `חניה: 2`, `מעלית - יש`. */
const NAMED = /^(?:מספר |מס' |כמות )?([^:]+?)(?: ?: ?| [-–] |[-–](?=\d))([^:]{1,20})$/;
/** The size of a feature: `מרפסת (12 מ"ר)`. */
const SIZE = /[ ,]*\(?\d{1,4}(?:\.\d)? ?(?:מ["״]?ר|מ'|מטר)\)?$/;
const ABSENT = /^(?:אין|ללא|בלי|לא|no|without) /i;

/** Reads a cell that tells whether a home has a feature, or how many of it, or which one. */
export function yesOrNoCell(text: string, feature: Feature): boolean | Wrong {
  if (/^\d{1,3}(?:\.\d{1,2})?$/.test(text)) return Number(text) > 0;
  const answer = answers.get(nameKey(text)) ?? (/^[-–—.]+$/.test(text) ? 'no' : undefined);
  if (answer) return answer === 'yes';
  if (text.length > MAX_CHARACTERS) return { must: 'yes or no' };
  if (ABSENT.test(text)) return false;
  // “פרטית” in the column of parking, “12 מ"ר” in the one of balconies, “2 מקורות”, “יש 2”.
  const answered = withPlainQuotes(text)
    .replace(/[()]/g, ' ')
    .replace(/^(?:כן|יש)[ ,:-]+/, '')
    .replace(/\s+/g, ' ')
    .trim();
  const bare = answered.replace(SIZE, '') || answered;
  if (/^0 /.test(bare)) return false;
  const [, count = '', which = bare] = /^(\d{1,2})(?: ?\+ ?\d{1,2})?(?: (.+))?$/.exec(bare) ?? [];
  if (count && (which === bare || areQualifiers(which))) return Number(count) > 0;
  const isSome = /^\d{1,4} ?(?:מ"ר|מטר|sqm)$/i.test(bare) || areQualifiers(bare);
  return isSome || featureOf(bare) === feature ? true : { must: 'yes or no' };
}

/** Returns whether a cell in the column of a feature names another thing: a service balcony, parking in the street. */
export function isOtherThing(text: string): boolean {
  return /^(?:(?:מרפסת )?שירות|ב?רחוב|כחול[ -]לבן|תו אזורי|אופציה)$/.test(text.trim());
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
    if (!word || isAbsent(word)) continue;
    const several = featuresOf(word);
    features.push(...several);
    if (several.length === 0) others.push(word);
  }
  return { features, others };
}

/** Returns the features of a part: one, or several with only a slash or a blank between them. */
function featuresOf(part: string): readonly Feature[] {
  const one = featureOf(part);
  if (one || part.length > MAX_CHARACTERS) return one ? [one] : [];
  for (const between of [/ ?\/ ?/, / ו-?(?=\p{L})/u, / /]) {
    const words = part.split(between).filter((word) => !isAbsent(word));
    const all = words.map(featureOf).filter((feature) => feature !== undefined);
    if (words.length > 1 && all.length === words.length) return all;
  }
  return [];
}

/** Returns whether a part says that a feature is not there: `ללא מעלית`, `מעלית: אין`. */
function isAbsent(word: string): boolean {
  const [, name = '', answer = ''] = NAMED.exec(word) ?? [];
  if (name && featureOf(name)) return answers.get(nameKey(answer)) === 'no' || answer === '0';
  if (/^0 /.test(word)) return featureOf(word) !== undefined;
  return ABSENT.test(word) && featuresOf(word.replace(ABSENT, '')).length > 0;
}

/** Returns the feature of a word, with its number, its size and its qualifiers: `2 חניות`, `מרפסת שמש 12 מ"ר`. */
export function featureOf(word: string): Feature | undefined {
  if (word.length > MAX_CHARACTERS) return undefined;
  const [, name = '', answer = ''] = NAMED.exec(withPlainQuotes(word)) ?? [];
  if (name && isYes(answer)) return featureOf(name);
  const bare = word
    .trim()
    .replace(/^(?:\d{1,2}|שתי|שני|שלוש|שלושה|יש|עם|כולל) /, '')
    .replace(/ ?[(xX×] ?\d{1,2}\)?$/, '')
    .replace(SIZE, '');
  const whole = toFeature(bare);
  if (whole) return whole;
  const words = bare.split(/\s+/);
  for (let count = words.length - 1; count > 0; count -= 1) {
    const feature = toFeature(words.slice(0, count).join(' '));
    if (feature && areQualifiers(words.slice(count).join(' '))) return feature;
  }
  return undefined;
}

/** Returns whether what is said of a feature means that it is there: a number, a size, or which one. */
function isYes(answer: string): boolean {
  if (/^\d{1,2}$/.test(answer)) return Number(answer) > 0;
  return answers.get(nameKey(answer)) === 'yes' || SIZE.test(` ${answer}`) || areQualifiers(answer);
}

function areQualifiers(text: string): boolean {
  const key = nameKey(text);
  return QUALIFIERS.has(key) || key.split(' ').every((word) => QUALIFIERS.has(word));
}

function keys(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.map(nameKey));
}

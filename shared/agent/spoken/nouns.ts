import type { Gender } from './cardinal.ts';

/** The properties of a noun that shape the number before it. */
export interface Noun {
  readonly gender: Gender;
  /** Empty if only the ending of the word is known. */
  readonly singular: string;
  /** Whether numbers above one count this form: any plural, and the singular of a measure. */
  readonly isCounted: boolean;
  /** The dual form, if it is in spoken use. */
  readonly dual?: string;
}

// Each entry: the singular, then its plural and construct forms.
const MASCULINE = `חדר חדרים חדרי|שקל שקלים|מטר מטרים|מחסן מחסנים|חודש חודשים חודשי|יום ימים ימי
|אחוז אחוזים|נכס נכסים נכסי|בית בתים בתי|בניין בניינים בנייני|דונם דונמים|דולר דולרים|יורו|אירו
|שבוע שבועות|מקום מקומות|רחוב רחובות|סוכן סוכנים סוכני|לקוח לקוחות|איש אנשים אנשי|ילד ילדים ילדי
|לילה לילות|מפתח מפתחות|חלון חלונות|קיר קירות|מגרש מגרשים מגרשי|משרד משרדים משרדי|גג גגות
|תשלום תשלומים|חוזה חוזים|כיוון כיוונים כיווני|קילומטר קילומטרים|ארון ארונות|שולחן שולחנות
|בנק בנקים|ביקור ביקורים|בלוק בלוקים|בעל בעלים בעלי|ליטר ליטרים|סנטימטר סנטימטרים|קונה קונים
|סלון סלונים|מטבח מטבחים|מזגן מזגנים|דייר דיירים דיירי|מבנה מבנים|שטח שטחים|צ'ק צ'קים`;
const FEMININE = `דירה דירות|קומה קומות|מרפסת מרפסות|חניה חניות|חנייה חניות|שנה שנים|שעה שעות
|דקה דקות|שנייה שניות|יחידה יחידות|כניסה כניסות|מעלית מעליות|גינה גינות|חנות חנויות|וילה וילות
|אפשרות אפשרויות|פגישה פגישות|שאלה שאלות|פעם פעמים|אגורה אגורות|משפחה משפחות|שכונה שכונות|עיר ערים
|תחנה תחנות|הצעה הצעות|עסקה עסקאות|דלת דלתות|מקלחת מקלחות|אמבטיה אמבטיות|נפש נפשות|מילה מילים
|דרך דרכים|אישה נשים|ספרה ספרות|משכנתא משכנתאות|ערבות ערבויות|בקשה בקשות|ברירה ברירות|לשכה לשכות`;
const MEASURES = 'שקל מטר אחוז דונם דולר יורו אירו יום חודש שנה דקה איש קילומטר סנטימטר ליטר'.split(
  ' ',
);
const DUALS: ReadonlyMap<string, string> = new Map([
  ['יום', 'יומיים'],
  ['שבוע', 'שבועיים'],
  ['חודש', 'חודשיים'],
  ['שנה', 'שנתיים'],
  ['שעה', 'שעתיים'],
  ['פעם', 'פעמיים'],
]);

const NOUNS: ReadonlyMap<string, Noun> = new Map([
  ...entries(MASCULINE, 'masculine'),
  ...entries(FEMININE, 'feminine'),
]);

// Words with a plural ending that numbers do not count.
const UNCOUNTED = new Set('ירושלים רעות פחות אחרים אחרות נמצאים נמצאות פנויים פנויות'.split(' '));

/** Returns the noun of a word, with or without prefixes; undefined if it is unknown. */
export function nounOf(word: string): Noun | undefined {
  for (let start = 0; start <= 3; start++) {
    const noun = NOUNS.get(word.slice(start));
    if (noun) return noun;
    if (!'והבלמשכ'.includes(word[start] ?? '.')) return undefined;
  }
  return undefined;
}

/** Returns whether a word is a known noun without prefix or suffix. */
export function isPlainNoun(word: string): boolean {
  return NOUNS.has(word) && !word.endsWith('י');
}

/** Returns the noun that a number before this word counts; undefined if it counts none. */
export function countedNoun(word: string): Noun | undefined {
  const bare = NOUNS.has(word) ? word : word.replace(/^מ?ה/, '');
  const known = NOUNS.get(bare);
  if (known) return known;
  // A preposition or an infinitive begins a new phrase; a dual (צהריים, גבעתיים) is not counted.
  if (/^[בל]|יים$/.test(bare) || UNCOUNTED.has(bare)) return undefined;
  if (/[א-ת]{2}ים$|[א-ת]["״][א-ת]ים$/.test(bare)) return unknown('masculine');
  if (/[א-ת]{2}ות$|[א-ת]["״][א-ת]ות$/.test(bare)) return unknown('feminine');
  return undefined;
}

function unknown(gender: Gender): Noun {
  return { gender, singular: '', isCounted: true };
}

function entries(lines: string, gender: Gender): [string, Noun][] {
  return lines.split('|').flatMap((line) => {
    const [singular = '', ...plurals] = line.trim().split(' ');
    const dual = DUALS.get(singular);
    const noun = { gender, singular, ...(dual && { dual }) };
    return [
      [singular, { ...noun, isCounted: MEASURES.includes(singular) }],
      ...plurals.map((plural): [string, Noun] => [plural, { ...noun, isCounted: true }]),
    ];
  });
}

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
|סלון סלונים|מטבח מטבחים|מזגן מזגנים|דייר דיירים דיירי|מבנה מבנים|שטח שטחים|צ'ק צ'קים צ'קי
|מזווה מזווים|דו"ח דו"חות|בן בנים|אב אבות|אדם|קילו|טון|קוב|קמ"ש|כיסא כיסאות|יתרון יתרונות|חיסרון חסרונות|פתרון פתרונות|רעיון רעיונות
|חשבון חשבונות|אולם אולמות|וילון וילונות|פיקדון פיקדונות פקדונות|ביטחון ביטחונות|מלון מלונות|מקור מקורות
|שם שמות|מסדרון מסדרונות|חוב חובות|לוח לוחות|צינור צינורות|מעון מעונות|מוסד מוסדות|ניסיון ניסיונות|דור דורות
|קול קולות|יסוד יסודות|שדה שדות|מקרה מקרים|מחנה מחנות|שירות|צוות צוותים|כוח כוחות|עיקרון עקרונות
|מספר מספרים מספרי|בוקר בקרים|ערב ערבים|מרתף מרתפים|מוקד מוקדים|חתול חתולים|מיליון מיליונים|ממ"ד ממ"דים|זוג זוגות|לופט לופטים|לוקר לוקרים
|בוילר בוילרים|ברז ברזים|בלון בלונים|בלקון בלקונים|תינוק תינוקות|סולם סולמות|פטיו|דו|ביטוח ביטוחים|בונוס בונוסים|לובי|סטודיו|פנטהאוז|דופלקס דופלקסים|טריפלקס|ג'קוזי|קוטג' קוטג'ים
|מעוניין מעוניינים`;
const FEMININE = `דירה דירות|קומה קומות|מרפסת מרפסות|חניה חניות|חנייה חניות|שנה שנים|שעה שעות
|דקה דקות|שנייה שניות|יחידה יחידות|כניסה כניסות|מעלית מעליות|גינה גינות|חנות חנויות|וילה וילות
|אפשרות אפשרויות|פגישה פגישות|שאלה שאלות|פעם פעמים|אגורה אגורות|משפחה משפחות|שכונה שכונות|עיר ערים
|תחנה תחנות|הצעה הצעות|עסקה עסקאות|דלת דלתות|מקלחת מקלחות|אמבטיה אמבטיות|נפש נפשות|מילה מילים
|דרך דרכים דרכי|אישה נשים|ספרה ספרות|משכנתא משכנתאות|ערבות ערבויות|בקשה בקשות|ברירה ברירות|לשכה לשכות
|אבן אבנים|גדר גדרות|חצר חצרות|כיכר כיכרות|רגל רגליים|יד ידיים|קרן קרנות|באר בארות|בת בנות|אש|קרקע קרקעות|רוח רוחות
|הודעה הודעות|שכבה שכבות|קבוצה קבוצות|כיתה כיתות|מיטה מיטות|תמונה תמונות|נקודה נקודות|שן שיניים|עין עיניים|כיריים|בעיה בעיות|בדיקה בדיקות|בריכה בריכות|לינה לינות|לקוחה לקוחות|מעוניינת מעוניינות`;
const MEASURES =
  'שקל מטר אחוז דונם דולר יורו אירו יום חודש שנה דקה איש אדם קילומטר סנטימטר ליטר קילו טון קוב קמ"ש כוח כיריים'.split(
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
const UNCOUNTED = new Set(
  `ירושלים רעות פחות אחרים אחרות נמצאים נמצאות פנויים פנויות יכולים יכולות רוצים רוצות נפגשים נפגשות מחכים
מחכות צריכים צריכות אפשרות זמינים זמינות ניתנים עולים עולות מדברים מגיעים מגיעות קובעים
מתאים מתאימים מתאימות מסוים אומרים שואלים סוגרים פותחים פתוחים פתוחות מתחילים מסיימים רואים נכנסים נכנסות עוברים עוברות`.split(
    /\s+/,
  ),
);
/** Words that only look like a plural in construct state. */
const NO_CONSTRUCT = new Set(
  `אולי לפני אחרי כדי לפי חצי די בלי כי מי אני שלי אצלי איתי אליי אלי עליי עלי ממני כללי פרטי פרטית יחסי רגיל שנתי
חודשי יומי שבועי יולי יוני מאי אפילו מדי תמידי אחורי קדמי עליון מיידי מקורי ייחודי מרכזי צפוני דרומי מזרחי מערבי
פנימי חיצוני אמיתי נוסף חוקי משפטי עירוני ציבורי ממשלתי טבעי דתי חילוני מסחרי תעשייתי חברתי שני שלישי רביעי חמישי
שישי שביעי שמיני תשיעי עשירי שתי מתי ודאי בוודאי ישראלי אנגלי מי פי לי כלפי`.split(/\s+/),
);
/** Towns whose name is a plural in construct state. */
const TOWNS =
  /^(?:בני (?:ברק|ציון|עי)|גני (?:תקווה|טל|יוחנן)|שערי תקווה|קרני שומרון|אבני חפץ|כוכבי|מודיעין|מעלי|באקי|נאות|עלי זהב)/;
/** Adjectives that stand for their noun behind a number: ה-2 הראשונות. */
const ADJECTIVE =
  /^ה?(?:ראשונ|אחרונ|בא|קודמ|נותר|נוספ|גדול|קטנ|חדש|ישנ|זול|יקר|שני|אחר|קרוב|טוב|יפ)(ים|ות)$/;

/** Words of many meanings, and loans that have no plural: they count only where a count begins. */
const RARELY_COUNTED =
  /^(?:מעוניינים|מעוניינות|לובי|סטודיו|פנטהאוז|דופלקס|טריפלקס|ג'קוזי|קוטג'|לופט|פטיו|דו|ערבות)$/;

/** Returns whether a word is counted only where a count begins: יש 2 סטודיו, not קומה 2 סטודיו. */
export function isRarelyCounted(word: string): boolean {
  return RARELY_COUNTED.test(word.replace(/[׳’]/, "'"));
}

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
  const noun = NOUNS.get(word);
  return noun !== undefined && (noun.singular === word || !word.endsWith('י'));
}

/** Returns the noun that a number before this word counts; undefined if it counts none. */
export function countedNoun(written: string): Noun | undefined {
  const word = written.replace(/[׳’]/, "'");
  const bare = NOUNS.has(word) ? word : word.replace(/^מ?ה/, '');
  const known = NOUNS.get(bare);
  if (known) return known;
  // A preposition or an infinitive begins a new phrase; a dual (צהריים, גבעתיים) is not counted.
  if (/^[בל]|יים$/.test(bare) || UNCOUNTED.has(bare)) return undefined;
  if (/[א-ת]{2}ים$|[א-ת]["״'][א-ת]?ים$/.test(bare)) return unknown('masculine');
  if (/[א-ת]{2}ות$|[א-ת]["״'][א-ת]?ות$/.test(bare)) return unknown('feminine');
  return undefined;
}

/** Returns an unknown plural in construct state, as in סוגי דירות; numbers before it are masculine. */
export function constructNoun(phrase: string): Noun | undefined {
  const word = /^([א-ת]+(?:['"׳״][א-ת]+)?י) [א-ת]/.exec(phrase)?.[1];
  if (word === undefined || word.length < 3 || NO_CONSTRUCT.has(word) || TOWNS.test(phrase))
    return undefined;
  if (/^[בלוכמש]/.test(word) && NO_CONSTRUCT.has(word.slice(1))) return undefined;
  return unknown('masculine');
}

/** Returns the gender of an adjective that stands for its noun; undefined for any other word. */
export function adjectiveGender(word: string): Gender | undefined {
  const ending = ADJECTIVE.exec(word)?.[1];
  if (ending === undefined) return undefined;
  return ending === 'ים' ? 'masculine' : 'feminine';
}

/** Returns the gender that the ending of a singular shows. */
export function singularGender(word: string): Gender {
  const known = nounOf(word);
  if (known) return known.gender;
  return /[הת]$/.test(word) ? 'feminine' : 'masculine';
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

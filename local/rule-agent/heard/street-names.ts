import { cities } from './cities.ts';
import { areas } from './home-words.ts';

/** A name of one or two words behind "in". */
const PLACE = /(?<![א-ת])ב([א-ת'׳"״]{2,})(?: ([א-ת'׳"״]{2,}))?/g;
const STREET_SAID = /(?<![א-ת])ב?רחוב ([א-ת'׳"״]{2,})(?: ([א-ת'׳"״]{2,}))?/;
const HOME = /מודעה|שלט|דיר[הת]|נכס|(?<![א-ת])[הב]?בית(?![א-ת])|פנטהאוז|פרסמתם|תליתם/;
/** Words behind "in" that name no street. */
const NO_STREET =
  /^(?:ה?(?:אתר|אינטרנט|פייסבוק|פיסבוק|מדלן|הומלס|לוח|יד|קומה|קומת|בניין|בית|דירה|עיר|מרכז|אזור|שכונ[הת]|צפון|דרום|מזרח|מערב|סוף|תחילת|אמצע|מחיר|חודש|שבוע|יום|בוקר|ערב|צהריים|לילה|מודעה|שלט|עיתון|תקציב|רחוב|טלפון|תיווך|ניהול\S*|השכרה|שכירות|מכירה|קנייה|שיפוץ)|קשר|נוגע|עניין|בקשה|דיוק|כלל|אמת|ערך|גלל|הקדם|טעות|סדר|ין|אחת|שתיים|שתים|שניים|שלוש\S*|ארבע\S*|חמש|חמישה|שש|שישה|שבע|שבעה|שמונה|תשע|תשעה|עשר|עשרה|עשרים|ראשון|שני|שלישי|רביעי|חמישי|שישי|שבת|על[הת]?|יקור\S*)$/;
/** Words behind a street that do not belong to its name. */
const NO_NAME =
  /^(?:ה?מודעה|מה\S+|של\S*|עדיין|עוד|כבר|היא|הוא|זה|זאת|לא|יש|אני|אנחנו|עם|על|ב\S+|ש\S{3,}|ל\S{3,}|ו\S{2,}|פנוי\S*|רלוונטי\S*|נמכר\S*|הושכר\S*|תודה|ראיתי|רוצ\S+|מחפש\S*|מתי|אפשר|אולי|נראה|חדרים|שני|שתי|ארבע\S*|חמיש\S*|עד|תל|רמת|חיפה|בבקשה)$/;
/** A caller who does not know the street. */
const UNKNOWN = /לא (?:יודע|זוכר|בטוח|רשום)|אין לי מושג|שכחתי/;
const ANSWER =
  /^(?:אה+,? |אמ+,? |זה |היא |הדירה |כן,? )*(?:ב?רחוב |ב)?([א-ת'׳"״ ]{2,}?)(?: (\d{1,3}))?[.!]*$/;
const NUMBER = /\d{5,8}/;

/** Returns the street that a line names: behind that word, or where a home is. */
export function streetIn(text: string): string | undefined {
  const said = STREET_SAID.exec(text);
  if (said) return nameOf(said);
  const from = text.search(HOME);
  if (from < 0) return undefined;
  return [...text.slice(from).matchAll(PLACE)].map(nameOf).find((name) => name && isStreet(name));
}

/** Returns the home of an advertisement in the answer to the question for its street. */
export function homeAnswered(text: string) {
  const adNumber = NUMBER.exec(text)?.[0];
  if (adNumber) return { adNumber };
  const [, words = '', number] = ANSWER.exec(text) ?? [];
  const street = UNKNOWN.test(text)
    ? undefined
    : streetIn(text) || nameOf(['', ...words.split(' ')]);
  if (!street || !isStreet(street)) return undefined;
  return number ? { street, number } : { street };
}

function nameOf([, first, second]: readonly (string | undefined)[]): string | undefined {
  if (!first) return undefined;
  return second && !NO_NAME.test(second) ? `${first} ${second}` : first;
}

function isStreet(name: string): boolean {
  const [first = ''] = name.split(' ');
  const isPlace = [...cities, ...areas].some((place) => place.split(' ')[0] === first);
  return !isPlace && !NO_STREET.test(first) && !/^(?:כן|לא|להשכרה|למכירה|רגע|תודה)$/.test(first);
}

import { lastWord } from './context.ts';

/** Streets that most cities have, by the last word of their name. A number behind one is a house. */
const STREETS = new Set(
  `הרצל דיזנגוף אלנבי רוטשילד ויצמן ז'בוטינסקי ז׳בוטינסקי ביאליק בוגרשוב גבירול ארלוזורוב סוקולוב בלפור
ג'ורג' נורדאו יהודה טשרניחובסקי העצמאות הנביאים בגין אחימאיר אוסישקין סמולנסקין המלך פרישמן פינסקר
גאולה שנקין הירקון נחמני יפו מונטיפיורי רמב"ם רש"י הפלמ"ח ההגנה הנשיא הנשיאים הגפן הזית הברוש הרקפת
קרליבך לינקולן בארי קפלן איינשטיין ברודצקי לוינסקי פלורנטין שלבים רבין אשכול גולדה דיין הגליל הכרמל
העלייה השומר השרון המייסדים הראשונים ההסתדרות קק"ל קרן-קיימת וולפסון גורדון אחוזה מנדלי בזל צייטלין
טרומפלדור עליית הגיבורים החשמונאים המכבים הבנים החלוץ החלוצים רמז שפינוזה רופין קלישר נחלת`.split(
    /\s+/,
  ),
);
const NAMED =
  /(?<![א-ת])[והבלמשכ]{0,2}(?:רחוב|שדרות|שדרת|דרך|כיכר|סמטת|סמטה|בן גוריון)(?: [א-ת'"׳״־-]+){0,3} ?$/;

/** Returns whether a text ends in the name of a street, so that a number behind it is a house. */
export function endsInStreet(text: string): boolean {
  const word = lastWord(text);
  if (!word) return false;
  return STREETS.has(word) || STREETS.has(word.slice(1)) || NAMED.test(text.slice(-STREET_CHARS));
}

/** The longest recognised street name before a house number, in characters. */
const STREET_CHARS = 50;

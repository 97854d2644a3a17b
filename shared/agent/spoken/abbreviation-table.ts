/** Short forms with a geresh or a full stop at their end, and their words. */
const CUT = `רח רחוב|שד שדרות|שכ שכונת|חד חדרים|יח יחידות|דק דקות|מס מספר|טל טלפון|עמ עמוד|גב גברת|פרופ פרופסור
|אדר אדריכל|חב חברת|אינג אינג׳ינר|כנ כניסה|בנ בניין|משפ משפחת|אונ אוניברסיטת`;
/** Short forms with a geresh that no full stop replaces, because they are also words or letters. */
const GERESH = `וכו וכולי|וכד וכדומה|וגו וגומר|לדוג לדוגמה|דוג דוגמה|דר דוקטור|הרצ הרצליה|ירוש ירושלים|מרפ מרפסת|חנ חניה|משכ משכנתא`;
/** Places. */
const PLACES = `ת"א תל אביב|פ"ת פתח תקווה|ר"ג רמת גן|כ"ס כפר סבא|כפ"ס כפר סבא|ב"ש באר שבע|ראשל"צ ראשון לציון|ב"ב בני ברק
|י-ם ירושלים|י–ם ירושלים|י־ם ירושלים|י"ם ירושלים|נס"צ נס ציונה|הוה"ש הוד השרון|רמה"ש רמת השרון|רה"ש רמת השרון
|ק"ש קריית שמונה|ז"י זכרון יעקב|פ"ח פרדס חנה|ג"ש גבעת שמואל|ארה"ב ארצות הברית`;
/** Words of every text. */
const COMMON = `ק"ק קומת קרקע|יח"ד יחידות דיור|עו"ד עורך דין|עוה"ד עורך הדין|רו"ח רואה חשבון|ד"ר דוקטור|בע"מ בעירבון מוגבל
|ב"ה בעזרת השם|אי"ה אם ירצה השם|ת"ז תעודת זהות|אחה"צ אחר הצהריים|לפנה"צ לפני הצהריים|סה"כ סך הכול|בד"כ בדרך כלל
|ע"י על ידי|ע"ש על שם|ע"פ על פי|עפ"י על פי|כ"כ כל כך|ז"א זאת אומרת|בי"ס בית ספר|ביה"ס בית הספר|בי"ח בית חולים
|ביה"ח בית החולים|ביכ"נ בית כנסת|ביהכ"נ בית הכנסת|בהכ"נ בית הכנסת|ביהמ"ש בית המשפט|ע"ס על סך|ב"כ בא כוח|שכ"ד שכר דירה
|שכה"ד שכר הדירה|בע"פ בעל פה|חוה"מ חול המועד|ר"ה ראש השנה|שכ"ט שכר טרחה|מו"מ משא ומתן|חו"ד חוות דעת|ע"ח על חשבון|אח"כ אחר כך|ג"כ גם כן|א"א אי אפשר|אא"כ אלא אם כן
|מוצ"ש מוצאי שבת|כמו"כ כמו כן|יו"ר יושב ראש|בעה"ב בעל הבית|בעה"ד בעל הדירה|הנה"ח הנהלת חשבונות|טל"ח טעות לעולם חוזר
|בל"נ בלי נדר|ח"כ חבר כנסת|ת"ד תיבת דואר|בעז"ה בעזרת השם|סופ"ש סוף שבוע`;
/** Short forms with a full stop behind each letter. */
const STOPPED = `ת.ז. תעודת זהות|ת.ד. תיבת דואר|ע.מ. עוסק מורשה|ט.ל.ח. טעות לעולם חוזר`;

/** Maps each short form, with typewriter quotes, to its words. */
export const ABBREVIATIONS: ReadonlyMap<string, string> = new Map([
  ...rows(CUT).map(([short, words]) => [`${short}'`, words] as const),
  ...rows(GERESH).map(([short, words]) => [`${short}'`, words] as const),
  ...rows(PLACES),
  ...rows(COMMON),
  ...rows(STOPPED),
]);

/** Maps each short form that a full stop may end to its words: רח. הרצל. */
export const STOPPED_WORDS: ReadonlyMap<string, string> = new Map(rows(CUT));

function rows(lines: string): (readonly [string, string])[] {
  return lines.split('|').map((line) => {
    const [short = '', ...words] = line.trim().split(' ');
    return [short, words.join(' ')] as const;
  });
}

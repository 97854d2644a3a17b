import { singularGender } from './nouns.ts';

/** A text without any of these has no short form. */
const MARKED = /[א-ת]["'״׳’”.]/;
const START = `(?<![א-ת"'״׳’”])([והבלמשכ]{0,2}?)`;
const GERESH = `['׳’]`;
const CUT = `(?:${GERESH}|\\.)`;
const END = `(?!["'״׳’”]?[א-ת])`;

/** Short forms whose words depend on their neighbours, before the plain ones: [form, words]. */
const FORMS: readonly (readonly [form: RegExp, words: string])[] = [
  [form(`ק(?:${GERESH} ?ק${GERESH}|\\.ק\\.)`), 'קומת קרקע'],
  [ahead(`ק(?:ומ?)?${CUT}`, 'קרקע|מרתף|כניסה|ביניים|גלריה|גג|עמודים'), 'קומת '],
  [
    ahead(
      `ק(?:ומ?)?${CUT}`,
      'ה?(?:גבוהה|נמוכה|אחרונה|עליונה|תחתונה|אמצעית|שלמה|ראשונה|שני?יה|שלישית|רביעית|חמישית|שישית|שביעית|שמינית|תשיעית|עשירית)',
    ),
    'קומה ',
  ],
  [
    ahead(
      `קר?${CUT}`,
      'אונו|ביאליק|מוצקין|ים|אתא|שמונה|גת|מלאכי|עקרון|טבעון|חיים|שמואל|ארבע|יובל|ספר|השרון|נורדאו|שרת|אליעזר|יערים|יעקב|מנחם|שלום|שפרינצק|היובל|הספורט',
    ),
    'קריית ',
  ],
  [ahead(`מע${CUT}`, 'אדומים|גלבוע|החמישה|מכמש|עמוס|אפרים|שומרון|עקרבים'), 'מעלה '],
  [ahead(`מ${GERESH}`, 'שמש|סוכה|שירות'), 'מרפסת '],
  [ahead(`מח${GERESH}`, 'שירות|מכירות|השכרות|גבייה|הנדסה|תחזוקה|נכסים'), 'מחלקת '],
  [
    form(`מח${GERESH}(?=:? ?₪?(?:\\d{1,3},\\d|\\d{4}|\\d[\\d.]* ?(?:₪|מיליון|אלף|ש["״]ח)))`),
    'מחיר',
  ],
  [form(`תח${GERESH}(?= מרכזית)`), 'תחנה'],
  [form(`תח${GERESH}(?= [א-ת]{3})`), 'תחנת'],
  [form(`תח${GERESH}`), 'תחנה'],
  [form(`פל${GERESH}(?=:? ?[\\d+])`), 'פלאפון'],
  [form(`(?<=דלתו?ת? )פל${GERESH}`), 'פלדה'],
  [form(`אוני?${GERESH}(?= (?:ת["״]א|תל|בר|בן|חיפה|אריאל|רייכמן|ב["״]ש))`), 'אוניברסיטת'],
  [form(`אוני${GERESH}`), 'אוניברסיטה'],
  [form(`(?<=(?:דו|תלת|חד|רב)[- ])משפ${CUT}`), 'משפחתי'],
  [form(`(?<=בי?תי? )כנ${GERESH}`), 'כנסת'],
  [
    form(`שכ["״]ט(?= (?:עו["״]ד|עורך|עורכת|תיווך|מתווך|שמאי|מהנדס|אדריכל|רו["״]ח|מפקח))`),
    'שכר טרחת',
  ],
  [form(`(?<=הרצליה |הרצ${GERESH} )פ${CUT}`), 'פיתוח'],
  [form(`א\\.ת\\.?(?= ה(?:צפוני|דרומי|מזרחי|מערבי|ישן|חדש))`), 'אזור התעשייה'],
  [form(`א\\.ת\\.?(?= [א-ת]|[,.!?]|$)`), 'אזור תעשייה'],
  [form(`ד\\. ?(?=\\d{1,3}(?![\\d/:]|[.,:-]\\d| ?[-–] ?\\d))`), 'דירה '],
];
/** Rooms of one use behind their number, and alone: 3 ח. שינה, חד' שינה. */
const ROOMS_OF_USE = new RegExp(
  `(?<!["'״׳’”]|[א-ת]{3})(\\d[½¼¾]? ?)?(?<![א-ת])([והבלמשכ]{0,2}?)חד?${CUT} ?(?=(?:שינה|ילדים|רחצה|שירותים|אמבטיה|עבודה|הורים|שמש|ארונות|כביסה|אוכל|אורחים|משפחה|משחקים|ישיבות|גדול|קטן|נוסף|מרווח)(?![א-ת]))`,
  'g',
);
const BEDROOMS = /(\d[½¼¾]? ?)חד["״]ש(?![א-ת])/g;
const AS_NEW = new RegExp(`(?<=([א-ת]+) )כחד${GERESH}${END}`, 'g');
/** Units of a house, alone, as one and as several: יח' הורים, 3 יח' דיור, יח"ד. */
const UNITS_OF_USE = new RegExp(
  `(?<![א-ת"'״׳’”])(?:(\\d+ ?)|((?:מספר|מס${CUT}|כמה) )?)([והבלמשכ]{0,2}?)יח(?:["״](ד)${END}|${CUT} ?(?=(?:הורים|דיור|מגורים|אירוח|נופש)(?![א-ת])))`,
  'g',
);
/** A preposition with a hyphen before a short form: ב-ק' 2. */
const PREFIX_APART = /(?<![א-ת"'״׳])([ובלמהש]{1,2})[-־](?=(?:ק|[א-ת]{2,5})['׳’](?![א-ת]))/g;
const HORSE_POWER = /(?<=\d[½¼¾]? ?)כ["״]ס(?![א-ת])/g;
const DIRECTIONS = /(?<=(?<![\d.,])[1-4] ?)כ["״]א(?![א-ת])/g;

/** Short forms of things that are counted: the form, one, several. */
const THINGS: ReadonlyMap<string, readonly [one: string, several: string]> = new Map(
  `חנ חניה חניות|חני חניה חניות|שע שעה שעות|חוד חודש חודשים|מרפ מרפסת מרפסות|מחס מחסן מחסנים|מח מחסן מחסנים
|יח יחידה יחידות|דק דקה דקות|קומ קומה קומות|מע מעלית מעליות|מעל מעלית מעליות|בנ בניין בניינים|אג אגורה אגורות
|שנ שנה שנים|תש תשלום תשלומים`
    .split('|')
    .map((line) => {
      const [short = '', one = '', several = ''] = line.trim().split(' ');
      return [short, [one, several]] as const;
    }),
);
/** Short forms that are plurals where no number is near: דק' מהים. */
const PLURAL_ALONE = /^(?:דק|שע|תש)$/;
const COUNTED = new RegExp(
  `(?<![א-ת"'״׳’”])(?:(\\d+(?:[.,]\\d+)*[½¼¾]?) ?)?([והבלמשכ]{0,3}?)(${[...THINGS.keys()].join('|')})(?:${GERESH}${END}|(?<=(?:חנ|מרפ|קומ|דק|יח|בנ|מחס)(?=\\.))\\. ?(?=[א-ת\\d]))`,
  'g',
);

/** Returns a text with the short forms written out that depend on a number or a word beside them. */
export function withTradeForms(text: string): string {
  if (!MARKED.test(text)) return text;
  const whole = FORMS.reduce(
    (words, [pattern, form]) => words.replace(pattern, `$1${form}`),
    text
      .replace(PREFIX_APART, '$1')
      .replace(HORSE_POWER, 'כוח סוס')
      .replace(DIRECTIONS, 'כיווני אוויר')
      .replace(AS_NEW, (_, thing) => (singularGender(thing) === 'feminine' ? 'כחדשה' : 'כחדש'))
      .replace(BEDROOMS, (_, count) => `${count}${isOne(count) ? 'חדר' : 'חדרי'} שינה`)
      .replace(
        ROOMS_OF_USE,
        (_, count = '', prefix) =>
          `${count}${prefix}${count === '' || isOne(count) ? 'חדר' : 'חדרי'} `,
      )
      .replace(UNITS_OF_USE, (_, count = '', number = '', prefix, dwelling) => {
        const isSeveral = number !== '' || (count !== '' && !isOne(count));
        return `${count}${number}${prefix}${isSeveral ? 'יחידות' : 'יחידת'} ${dwelling ? 'דיור' : ''}`;
      }),
  );
  return whole.replace(COUNTED, (match, count, prefix, short) => {
    const [one = '', several = ''] = THINGS.get(short) ?? [];
    const isSeveral = count === undefined ? PLURAL_ALONE.test(short) : !isOne(count);
    const word = isSeveral ? several : one;
    return `${count === undefined ? '' : `${count} `}${prefix}${word}${/\. ?$/.test(match) ? ' ' : ''}`;
  });
}

function isOne(count: string): boolean {
  return count.trim() === '1';
}

function form(pattern: string): RegExp {
  return new RegExp(START + pattern + (/\)$/.test(pattern) ? '' : END), 'g');
}

function ahead(short: string, words: string): RegExp {
  return new RegExp(`${START}${short} ?(?=(?:${words})(?![א-ת]))`, 'g');
}

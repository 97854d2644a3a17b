import { describe, expect, test } from 'vitest';
import { answerTo } from './rules.ts';

const NOW = [
  'עכשיו יום שני, 23 בנובמבר 2026, 11:35',
  'היום 2026-11-23 09:00-19:00, אחריו: יום שלישי 2026-11-24 09:00-19:00',
].join('\n');
const CHAT = [
  'search_listings',
  'save_lead',
  'book_viewing',
  'cancel_viewing',
  'request_callback',
  'stop_messages',
];
const PHONE = [...CHAT, 'transfer_to_human', 'end_call'];
const OFFER = 'רוצים שסוכן יחזור אליכם?';

/** Kinds of callers: the agent's answer, with its tool, and first sentences. */
const KINDS: readonly (readonly [kind: string, answer: RegExp, said: readonly string[]])[] = [
  [
    'an owner who sells',
    /^בשמחה, (?:דירה|בית) למכירה/,
    [
      'שלום, יש לי דירה בגבעתיים ואני רוצה שתמכרו לי אותה',
      'אני מעוניין להעמיד למכירה דירת ארבעה חדרים',
      'אשתי ואני מוכרים את הדירה',
      'כמה שווה הדירה שלי בתל אביב?',
      'יש לי בית פרטי ברעננה ואני מחפש קונה',
    ],
  ],
  [
    'an owner who lets',
    /^בשמחה, דירה להשכרה.*(?:באיזו עיר|כמה חדרים יש בדירה|המחיר המבוקש)/,
    [
      'אנחנו משכירים דירת שלושה חדרים ברמת גן ומחפשים דייר',
      'אני בעל דירה בחיפה ומחפש שוכר טוב',
      'אני בעל דירה ברמת גן ומחפש דייר',
      'אני בעלת דירה ורוצה דיירים',
      'הדירה שלי ריקה, אתם יכולים למצוא לי שוכרים?',
      'אני רוצה שתטפלו לי בהשכרה של הדירה',
    ],
  ],
  [
    'a search for a home',
    /כמה חדרים מחפשים|לשכור או לקנות/,
    [
      'אני מחפשת דירה להשכרה לבת שלי בתל אביב',
      'מחפשים דירה לשלושה שותפים בתל אביב',
      'אני סטודנט ומחפש חדר בבאר שבע',
      'אני רוצה לקנות בית בהוד השרון',
      'מחפשת דירת גן עם חצר לכלב בחיפה',
      'אני רוצה לראות דירה',
      'אני מחפש דירה',
      'יש לכם דירות?',
    ],
  ],
  [
    'a home in an advertisement',
    /^בשמחה\. הדירה הזאת להשכרה או למכירה\?|\[search_listings .*_number":"(?:88|45231)"/,
    [
      'ראיתי מודעה ביד 2 על הדירה בארלוזורוב 88',
      'היי, אני מתקשר לגבי השלט שתליתם בדיזנגוף',
      'הדירה בארלוזורוב 88 עדיין רלוונטית?',
      'אני מתקשרת בקשר לדירה בבן יהודה 40',
      'נכס מספר 45231 עוד פנוי?',
      'פרסמתם דירה בגורדון 7, היא עוד פנויה?',
    ],
  ],
  [
    'a defect in a managed flat',
    /^אני מצטערת לשמוע\. מה הכתובת, וכמה זה דחוף\?/,
    [
      'יש לנו נזילה מהתקרה בדירה שאתם מנהלים',
      'הדוד לא עובד כבר יומיים',
      'המזגן בדירה מטפטף',
      'אני דיירת אצלכם ואין לי מים חמים',
      'המקלחת סתומה',
      'נפל לי החשמל בכל הדירה',
    ],
  ],
  [
    'an urgent defect',
    /^אני מצטערת מאוד לשמוע\. +\[transfer_to_human .*תקלה בדירה/,
    ['התפוצץ לי צינור והכול מוצף, זה דחוף', 'יש לי פיצוץ בצנרת'],
  ],
  [
    'a wrong number',
    /^אין בעיה, קורה לכולם\. יום נעים ולהתראות\. +\[end_call/,
    [
      'סליחה, טעות במספר',
      'אה, הגעתי לקופת חולים?',
      'חייגתי בטעות, סליחה',
      'זה לא פיצה האט?',
      'לא, לא אליכם התכוונתי',
    ],
  ],
  [
    'a question whether a machine speaks',
    /מכונה ולא אדם/,
    [
      'את רובוט?',
      'אני מדבר עם בן אדם או עם מכונה?',
      'רגע, זאת הקלטה?',
      'את אמיתית?',
      'זה מענה אוטומטי?',
    ],
  ],
  ['a question about recording', /ייתכן שהשיחה תוקלט/, ['השיחה הזאת מוקלטת?']],
  [
    'a viewing that is called off',
    /\[cancel_viewing /,
    ['אני רוצה לבטל את הביקור של מחר', 'לא אוכל להגיע לפגישה ביום שלישי', 'תבטלי לי את הפגישה'],
  ],
  [
    'a viewing that is moved',
    /לא רואה ביקור .* רוצים שסוכן יחזור אליכם\?/,
    ['אפשר להזיז את הסיור לשבוע הבא?', 'צריכה לדחות את הביקור', 'רוצה לשנות את השעה של הביקור'],
  ],
  ['a question about a viewing', /פרטי הביקור/, ['באיזו שעה הביקור שלי מחר?', 'מתי קבענו להיפגש?']],
  [
    'a shop, an office, a plot, a yield',
    /^בנכס כזה מטפל סוכן|^בשמחה, (?:חנות|משרד|מגרש) /,
    [
      'אני מחפש משרד של שמונים מטר ברמת גן',
      'יש לכם חנות להשכרה בדיזנגוף?',
      'אנחנו מעוניינים במגרש לבנייה פרטית',
      'מחפש מקום חניה להשכרה',
      'אני רוצה להשכיר את החנות שלי',
      'אני משקיע ומחפש תשואה טובה',
      'יש לכם פרויקטים חדשים על הנייר?',
    ],
  ],
  [
    'a tenant of a managed flat',
    /^על זה ידע לענות סוכן/,
    ['מתי משלמים שכירות?', 'אני רוצה לחדש את החוזה', 'אני רוצה לעזוב את הדירה בסוף החודש'],
  ],
  [
    'a cooperating broker',
    /מאיזה משרד אתם, ועל איזה נכס מדובר\?/,
    [
      'שלום, מדבר אבי מתיווך הצפון, אתם עובדים בשת"פ?',
      'אני סוכנת מרימקס ויש לי קונה לדירה שלכם',
      'אני סוכן נדל"ן מנתניה ורציתי לשתף פעולה',
    ],
  ],
  [
    'a complaint',
    /^אני מצטערת מאוד לשמוע\. +\[transfer_to_human .*תלונה/,
    [
      'אני רוצה להגיש תלונה על הסוכן שלכם',
      'כבר שבוע אף אחד לא חוזר אליי, זו פשוט בושה',
      'המתווך שלכם הבריז לי פעמיים',
      'אני ממש כועס על השירות',
    ],
  ],
  [
    'a wish for one person',
    /\[transfer_to_human .*אדם מסוים/,
    ['אפשר לדבר עם יוסי?', 'תעבירי אותי לדנה בבקשה', 'רונית נמצאת?', 'תחברי אותי לסוכן שלי'],
  ],
  ['a call that was missed', /\[transfer_to_human/, ['התקשרתם אליי', 'קיבלתי מכם הודעה']],
  [
    'the fee',
    /^את העמלה ימסור לכם סוכן/,
    ['כמה אתם לוקחים עמלה?', 'מה דמי התיווך אצלכם?', 'אתם גובים תיווך מהשוכר?'],
  ],
  [
    'the hours',
    /^היום המשרד פתוח בין 09:00 ל-19:00/,
    ['עד איזו שעה אתם פתוחים היום?', 'המשרד עובד בשישי?', 'באיזה שעות אפשר להגיע למשרד?'],
  ],
  ['the address', /^את הכתובת ימסור/, ['איפה אתם יושבים?', 'מה הכתובת של המשרד?']],
  [
    'a detail of a home',
    /^את הפרט הזה אין לי כאן/,
    [
      'כמה הארנונה בדירה בהרצל?',
      'כמה ועד בית משלמים שם?',
      'יש חניה בדירה?',
      'אפשר להכניס כלב לדירה?',
      'מקבלים סטודנטים?',
      'מתי אפשר להיכנס לדירה?',
    ],
  ],
  [
    'haggling',
    /\[save_lead .*מחיר: /,
    [
      'אפשר להוריד קצת במחיר?',
      'המחיר סופי או שיש גמישות?',
      'בעל הבית יסכים לשבעת אלפים?',
      'אפשר לסגור על שישה וחצי?',
    ],
  ],
  [
    'discrimination',
    /^החוק אוסר/,
    [
      'תשכירו רק ליהודים בבקשה',
      'אני רוצה דיירים בלי ערבים',
      'לא רוצה דיירים אתיופים',
      'רק למשפחה דתית',
    ],
  ],
  [
    'advice that others give',
    /אני לא מייעצת/,
    ['אתם עוזרים במשכנתה?', 'כמה מס רכישה אני אשלם?', 'אני צריך ייעוץ לגבי חוזה שכירות'],
  ],
  [
    'a call to another number',
    /לאיזה מספר לחזור|\[request_callback .*מספר אחר/,
    ['תתקשרו אליי למספר אחר בבקשה', 'תחזרו אליי ל-054-1234567'],
  ],
  [
    'another language',
    /רק עברית/,
    ['do you speak english?', 'אתם מדברים רוסית?', 'Вы говорите по-русски?'],
  ],
  ['no more messages', /\[stop_messages/, ['תפסיקו לשלוח לי הודעות', 'תורידו אותי מהרשימה']],
  ['a job', /מנהל המשרד/, ['אני מחפש עבודה כסוכן נדל"ן']],
  ['a greeting', /^שלום, נעים מאוד/, ['שלום, מה שלומך?', 'ערב טוב']],
  ['a doubt about the line', /העוזרת הדיגיטלית|אני שומעת/, ['מי זה?', 'הלו, שומעים אותי?']],
  ['a farewell', /ולהתראות\. +\[end_call/, ['תודה רבה, להתראות', 'תודה, זה הכול', 'ביי']],
  [
    'a slip in a detail of the wish, which is no wrong number',
    /^בשמחה, דירה.* (?:באיזו עיר|מחפשים לשכור או לקנות)\?/,
    ['טעיתי במספר החדרים, אני צריך ארבעה', 'חשבתי שזה להשכרה'],
  ],
  [
    'a home, with a word about something else besides',
    /מחפשים לשכור או לקנות\?$/,
    [
      'בעל הבית מוכר את הדירה ואני צריך דירה חדשה',
      'הבנק אישר לי משכנתא ואני מחפש דירה',
      'מחפשת דירה בלי תיווך',
      'פיטרו אותי ואני צריך דירה זולה',
      'אני מתגרש ומחפש דירה קטנה',
      'אנחנו עולים חדשים ומחפשים דירה',
      'אני בן שלושים ומחפש דירה',
      'אני צריך דירה ליד בית חולים',
      'מחפש דירה שקטה בלי רעש בחיפה',
      'דירה קרובה לרכבת בחולון',
      'כמה עולה דירה בתל אביב?',
      'מה המחירים אצלכם?',
      'מה יש לכם?',
      'אני מחפש',
    ],
  ],
  ['a deal that replaces another', /^בשמחה, דירה לקנייה/, ['אני לא רוצה לשכור, אני רוצה לקנות']],
  [
    'an owner who does not tell what to do with the home',
    /להשכיר או למכור\?/,
    [
      'יש לי דירה ברמת גן',
      'אני רוצה להציע לכם נכס',
      'שמי רות ואני רוצה לפרסם אצלכם דירה',
      'ירשתי דירה ואני לא יודע מה לעשות איתה',
    ],
  ],
  [
    'somebody who is late for a viewing or waits there',
    /\[transfer_to_human .*איחור לביקור/,
    [
      'אני מאחר בעשר דקות לביקור',
      'אני תקוע בפקק, אגיע באיחור',
      'אני כבר מחכה למטה ואף אחד לא פה',
      'אני עומד ליד הבניין, איפה הסוכן?',
      'לא נספיק להגיע לביקור',
    ],
  ],
  [
    'a person, asked for in a word',
    /\[transfer_to_human \{"to":null,"reason":null/,
    [
      'נציג בבקשה',
      'סוכן',
      'בן אדם',
      'רק סוכן',
      'אפשר סוכנת?',
      'תני לי נציג אנושי',
      'רוצה מזכירה',
      'יש שם בן אדם בכלל?',
    ],
  ],
  [
    'somebody of the office by name',
    /\[transfer_to_human .*אדם מסוים/,
    [
      'אפשר יוסי',
      'יוסי',
      'איפה יוסי?',
      'יוסי ביקש שאחזור אליו',
      'זה המספר של יוסי המתווך?',
      'התקשרו אליי מהמספר הזה',
      'מישהו חיפש אותי',
      'אני מחזירה טלפון',
    ],
  ],
  [
    'a number that was dialled for another place',
    /^אין בעיה, קורה לכולם\. יום נעים ולהתראות\. +\[end_call/,
    [
      'סליחה, טעות',
      'סליחה, כנראה טעיתי',
      'סליחה, לא חייגתי אליכם',
      'אני צריך את בזק',
      'זה ביטוח לאומי?',
    ],
  ],
  [
    'more to say after a farewell',
    /במה אפשר לעזור\?$|העמלה/,
    ['לא להתראות עדיין, יש לי עוד שאלה', 'תודה. זה הכול? כמה התיווך?'],
  ],
  ['words in another language that sound like a farewell', /^על זה ידע/, ['רנט טו ביי']],
  [
    'a time of a viewing that was mixed up',
    /^את פרטי הביקור/,
    ['התבלבלתי בשעה של הביקור', 'שכחתי את השעה של הפגישה'],
  ],
  [
    'papers, keys and money to be given back',
    /^על זה ידע לענות סוכן/,
    [
      'אני צריך העתק של החוזה',
      'תשלחו לי את החוזה במייל',
      'אני רוצה להחזיר מפתחות',
      'שכחתי את המפתח בדירה',
      'לא החזירו לי את הערבות',
      "מתי תחזירו לי את הצ'קים?",
      'אני צריכה חשבונית',
      'אני מבקש קבלה על דמי התיווך',
    ],
  ],
  [
    'trouble between owners, tenants and neighbours',
    /^על זה ידע לענות סוכן/,
    [
      'השוכר לא משלם לי',
      'השוכרים שלכם עושים מסיבות כל לילה',
      'אני שכנה מהבניין, יש רעש נוראי מהדירה שלכם',
      'שילמתי פעמיים את השכירות',
      'אפשר להכניס שוכר במקומי?',
      'אני רוצה לצבוע את הדירה, מותר?',
      'אני רוצה לבטל את הבלעדיות',
      'אתם עובדים בבלעדיות?',
    ],
  ],
  [
    'a deal under way',
    /^על זה ידע לענות סוכן/,
    ['מה קורה עם ההצעה שנתתי?', 'איפה עומדת העסקה?', 'בעל הדירה חתם כבר?'],
  ],
  [
    'somebody of another trade',
    /^על זה ידע לענות סוכן/,
    [
      'אני שמאי מטעם הבנק',
      'מדבר עורך הדין של הקונים',
      'אני מהעירייה',
      'אני שליח, יש לי חבילה בשבילכם',
      'אני עיתונאית',
    ],
  ],
  [
    'a child',
    /^אפשר לדבר עם אמא או אבא\?$/,
    ['אני בן שמונה', 'אמא שלי לא בבית', 'אבא אמר לי להתקשר אליכם'],
  ],
  ['a lock or a light that fails', /מה הכתובת/, ['המפתח לא מסתובב', 'המדרגות בבניין חשוכות']],
  ['a price that may give way', /\[save_lead .*מחיר: /, ['הוא ירד במחיר?', 'יש על מה לדבר במחיר?']],
  ['a personal question', /מכונה ולא אדם/, ['בת כמה את?', 'את נשואה?', 'אני לא מדבר עם מכונות']],
  ['a language alone', /רק עברית/, ['אני מדבר רק רוסית']],
  ['a joke, the weather', /רק לגבי דירות/, ['ספרי לי בדיחה', 'מה מזג האוויר?', 'מה השעה?']],
  [
    'hours of another day',
    /09:00 ל-19:00\. את השעות בימים אחרים יודע סוכן/,
    ['אתם עובדים גם בשבת?', 'אתם עובדים בחול המועד?', 'אתם פתוחים מחר?'],
  ],
  ['a wish to wait', /^בסדר, אני כאן\.$/, ['אה... רגע שנייה', 'חכי שנייה', 'רגע, אני לא לבד']],
  [
    'a bad moment',
    /^בשמחה\. רוצים שסוכן יחזור אליכם\?/,
    ['אני לא יכול לדבר עכשיו', 'אפשר לדבר יותר מאוחר?', 'אני נוהגת'],
  ],
  [
    'a line that is hard to hear',
    /במה אפשר לעזור\?$/,
    [
      'מה?',
      'לא שמעתי',
      'תדברי יותר חזק',
      'לאט יותר בבקשה',
      'אני כבד שמיעה',
      'הקו לא ברור',
      'קליטה גרועה, אני חוזר אליכם',
      'הלו, יש שם מישהו?',
    ],
  ],
  [
    'a question ahead',
    /^בשמחה\. במה אפשר לעזור\?/,
    ['יש לי שאלה', 'צריך עזרה', 'רק רציתי לשאול משהו'],
  ],
  ['a word that says nothing', /במה אפשר לעזור\?$/, ['כן', 'לא', 'טוב', 'אולי']],
  [
    'a caller who tells only who they are',
    /^שלום, נעים מאוד/,
    ['אני סטודנטית', 'hi', 'היי זאת דנה'],
  ],
  [
    'nothing for now, or praise',
    /^בשמחה\. אפשר לעזור בעוד משהו\?/,
    [
      'סתם בודק',
      'עזבי',
      'אני אחשוב על זה',
      'לא מעניין אותי',
      'בסדר, הבנתי',
      'הצעתם לי דירה ואני לא מעוניין',
      'כל הכבוד, איזה שירות',
    ],
  ],
  ['the name of the office', /העוזרת הדיגיטלית של המשרד/, ['מה שם המשרד?', 'אתם מתווכים?']],
  ['anything else', /ידע לענות סוכן/, ['באילו אזורים אתם עובדים?', 'אתם גם מנהלים נכסים?']],
];

describe.for(KINDS)('%s', ([, answer, sentences]) => {
  test.for([...sentences])('is understood from "%s"', (said) => {
    expect(answered([said])).toMatch(answer);
  });
});

describe('in a chat, which cannot be put through or ended', () => {
  test.for(KINDS.flatMap(([, , sentences]) => sentences))('"%s" is understood too', (said) => {
    const answer = answered([said], CHAT);
    expect(answer).not.toMatch(/לא הבנתי|transfer_to_human|end_call/);
    expect(answer).not.toBe('');
  });
});

test('a promise is never made before its tool was used', () => {
  for (const said of KINDS.flatMap(([, , sentences]) => sentences)) {
    expect(answered([said], []), said).not.toMatch(
      /(?<!רוצים שסוכן )יחזור אליכם|נעדכן|נבדוק|רשמתי ש|רשמתי את/,
    );
  }
});

test('the words of nobody are not understood', () => {
  expect(answered(['בלה בלה'])).toMatch(/^סליחה, לא הבנתי/);
});

test('a caller who goes on after "anything else?" is not said goodbye to', () => {
  const asked = ['אני מחפש דירה', 'בשמחה. אפשר לעזור בעוד משהו?'];
  for (const line of ['לא, רגע, יש לי שאלה', 'לא הבנתי את המחיר', 'לא, אבל כמה ועד הבית?']) {
    expect(answered([...asked, line]), line).not.toMatch(/end_call/);
  }
  for (const line of ['לא תודה', 'לא, זה הכול', 'לא, אני אחשוב על זה ואחזור אליכם', 'זהו']) {
    expect(answered([...asked, line]), line).toMatch(/end_call/);
  }
});

test('an owner answers whether to let or to sell', () => {
  const asked = ['יש לי דירה ברמת גן', 'בשמחה, דירה ברמת גן. להשכיר או למכור?'];
  expect(answered([...asked, 'להשכרה'])).toMatch(/^בשמחה, דירה להשכרה ברמת גן\. כמה חדרים יש/);
  expect(answered([...asked, 'למכור'])).toMatch(/^בשמחה, דירה למכירה ברמת גן\. כמה חדרים יש/);
});

test('a slip is no wrong number while a wish is known', () => {
  const wish = ['אני מחפש דירה להשכרה בתל אביב', 'בשמחה, דירה להשכרה בתל אביב. כמה חדרים מחפשים?'];
  expect(answered([...wish, 'סליחה, טעות'])).not.toMatch(/end_call/);
});

test('an answer about a wish is not taken for another matter', () => {
  const asked = 'בשמחה, דירה להשכרה. באיזו עיר?';
  const wish = ['אני רוצה להשכיר דירה', asked];
  expect(answered([...wish, 'ברחוב הרצל 12 בחיפה'])).toMatch(/^בשמחה, דירה להשכרה בחיפה/);
});

test('a machine owns up in the middle of a search, and asks on', () => {
  const wish = ['אני מחפש דירה להשכרה בתל אביב', 'בשמחה, דירה להשכרה בתל אביב. כמה חדרים מחפשים?'];
  expect(answered([...wish, 'רגע, את רובוט?'])).toMatch(/מכונה ולא אדם.* כמה חדרים מחפשים\?$/);
});

test('a defect is noted with its address and urgency for a person who calls back', () => {
  const told = ['יש נזילה אצלי', 'אני מצטערת לשמוע. מה הכתובת, וכמה זה דחוף?'];
  const line = 'הרצל 5, לא כל כך דחוף';
  const reason = `תקלה בדירה: יש נזילה אצלי; ${line}`;
  expect(answered([...told, line])).toContain(
    `[request_callback {"at":null,"reason":${JSON.stringify(reason)}`,
  );
  const used = [{ name: 'request_callback', arguments: '{}', result: '{"requested":true}' }];
  expect(answered([...told, line], PHONE, used)).toMatch(/^רשמתי את התקלה, וסוכן יחזור אליכם/);
  expect(answered([...told, 'הרצל 5, זה דחוף'])).toMatch(/\[transfer_to_human/);
});

test('a home of an advertisement is found by its street once it is known what it is for', () => {
  const told = [
    'ראיתי מודעה על הדירה בארלוזורוב בתל אביב',
    'בשמחה. הדירה הזאת להשכרה או למכירה?',
    'להשכרה',
  ];
  expect(answered(told)).toMatch(/\[search_listings .*"deal":"rent".*"city":"תל אביב"/);
  const home = { deal: 'rent', city: 'תל אביב', rooms: 3, price_ils: 8_900 };
  const listings = [
    { id: 'TA-1', street: 'דיזנגוף 172', ...home },
    { id: 'TA-2', street: 'ארלוזורוב 88', ...home },
  ];
  const search = (found: object[]) => [
    {
      name: 'search_listings',
      arguments: '{}',
      result: JSON.stringify({ found: found.length, listings: found }),
    },
  ];
  const found = answered(told, PHONE, search(listings));
  expect(found).toMatch(/^יש דירת שלושה חדרים ברחוב ארלוזורוב 88.* רוצים לקבוע ביקור\?$/);
  const others = listings.slice(0, 1);
  const asked = answered(told, PHONE, search(others));
  expect(asked).toBe('כדי למצוא אותה, כמה חדרים יש בה?');
  expect(answered([...told, asked, 'שלושה'])).toMatch(/"rooms_min":3,"rooms_max":3/);
  expect(answered([...told, asked, 'שלושה'], PHONE, search(others))).toMatch(/לא מצאתי אותה/);
  expect(answered([...told, found, 'כן, מחר בעשר'], PHONE, search(listings))).toMatch(
    /\[book_viewing .*"listing_id":"TA-2"/,
  );
});

test('a price is noted before it is said to be, and only offered to a person where it was not', () => {
  const saved = (result: object) =>
    answered(['אפשר הנחה?'], PHONE, [
      { name: 'save_lead', arguments: '{}', result: JSON.stringify(result) },
    ]);
  expect(saved({ saved: true })).toBe(`את המחיר מסכמים רק עם סוכן. רשמתי את הבקשה שלכם. ${OFFER}`);
  expect(saved({ saved: false, reason: 'no_number' })).toBe(`את המחיר מסכמים רק עם סוכן. ${OFFER}`);
});

type Used = Parameters<typeof answerTo>[0]['used'];

/** Returns the words and the call of an answer, to lines of the caller and the agent by turns. */
function answered(
  lines: readonly string[],
  tools: readonly string[] = PHONE,
  used: Used = [],
): string {
  const { say = '', call } = answerTo({
    dialogue: lines.map((text, at) => ({ speaker: at % 2 === 0 ? 'caller' : 'agent', text })),
    briefing: NOW,
    offered: new Set(tools.filter((tool) => used.every(({ name }) => name !== tool))),
    used,
  });
  return `${say} ${call ? `[${call.name} ${call.arguments}]` : ''}`.trim();
}

import type { MatterKind } from './matter-kinds.ts';

/** The fixed sentences about the matters of callers. */
export const matterPhrases = {
  wrongNumber: 'אין בעיה, קורה לכולם. יום נעים ולהתראות.',
  robot: 'אני עוזרת דיגיטלית, כלומר מכונה ולא אדם. אפשר להמשיך איתי, ואפשר לבקש לדבר עם סוכן.',
  recording: 'כן, ייתכן שהשיחה תוקלט.',
  discrimination: 'החוק אוסר לבחור אנשים לפי מוצא, דת או מצב אישי, ולכן את זה אני לא רושמת.',
  sorry: 'אני מצטערת מאוד לשמוע.',
  cancelled: 'ביטלתי את הביקור.',
  whichVisit: 'יש לכם כמה ביקורים. איזה מהם לבטל, ובאיזה יום ושעה הוא?',
  cancelNoted: 'רשמתי שאתם מבקשים לבטל, וסוכן יחזור אליכם לאשר.',
  askDefect: 'אני מצטערת לשמוע. מה הכתובת, וכמה זה דחוף?',
  defectNoted: 'רשמתי את התקלה, וסוכן יחזור אליכם בהקדם.',
  askColleague: 'שמחה לשתף פעולה. מאיזה משרד אתם, ועל איזה נכס מדובר?',
  askNumber: 'בשמחה. לאיזה מספר לחזור אליכם?',
  noted: 'רשמתי, וסוכן יחזור אליכם בהקדם.',
  priceNoted: 'את המחיר מסכמים רק עם סוכן. רשמתי את הבקשה שלכם.',
  price: 'את המחיר מסכמים רק עם סוכן.',
  ownVisit: 'את פרטי הביקור שלכם ימסור סוכן.',
  noVisit: 'אני לא רואה ביקור שנקבע מהמספר הזה.',
  personalData: 'בקשה כזאת מטופלת אצל סוכן מהמשרד.',
  fee: 'את העמלה ימסור לכם סוכן מהמשרד.',
  advice: 'בנושא הזה אני לא מייעצת. כדאי לפנות ליועץ משכנתאות, לעורך דין או לרואה חשבון.',
  specialist: 'בנכס כזה מטפל סוכן מהמשרד.',
  job: 'על זה עונה מנהל המשרד.',
  language: 'אני מדברת כאן רק עברית.',
  hours: 'את השעות יודע סוכן מהמשרד.',
  closedToday: 'היום המשרד סגור.',
  address: 'את הכתובת ימסור לכם סוכן מהמשרד.',
  detail: 'את הפרט הזה אין לי כאן, וסוכן יודע אותו.',
  askAdvertised: 'בשמחה. באיזה רחוב הדירה?',
  notListed: 'לא מצאתי אותה עכשיו ברשימה.',
  otherMatter: 'על זה ידע לענות סוכן מהמשרד.',
  here: 'כן, אני שומעת אתכם.',
  whoIsHere: 'כאן העוזרת הדיגיטלית של המשרד.',
  askHelp: 'במה אפשר לעזור?',
  otherDays: 'את השעות ביום הזה יודע סוכן מהמשרד.',
  asUsual: 'המשרד עובד אז כרגיל.',
  askParents: 'אפשר לדבר עם אמא או אבא?',
  offTopic: 'אני יכולה לעזור רק לגבי דירות.',
  askReturned: 'תודה שחזרתם. באיזה עניין מדובר?',
  condolence: 'אני משתתפת בצערכם.',
} as const;

/** Returns today's opening hours, as the briefing tells them. */
export function hoursTold(today: string | undefined): string {
  const [from, to] = today?.match(/\d{2}:\d{2}/g) ?? [];
  if (!today) return matterPhrases.hours;
  return from && to ? `היום המשרד פתוח בין ${from} ל-${to}.` : matterPhrases.closedToday;
}

/** The matter's name in the office's notes. */
export const matterNames: Readonly<Partial<Record<MatterKind, string>>> = {
  complaint: 'תלונה',
  cancel: 'ביטול ביקור',
  'own-visit': 'פרטי ביקור',
  'personal-data': 'בקשה לגבי פרטים או הודעות',
  defect: 'תקלה בדירה',
  tenant: 'שוכר של נכס מנוהל',
  colleague: 'שת"פ',
  'other-number': 'לחזור למספר אחר',
  'named-person': 'מבקשים אדם מסוים',
  language: 'שפה אחרת',
  fee: 'עמלה',
  haggling: 'מחיר',
  specialist: 'נכס מיוחד',
  job: 'הצעה או עבודה',
  advertised: 'נכס שפורסם',
  detail: 'שאלה על נכס',
  address: 'כתובת המשרד',
  late: 'איחור לביקור',
  papers: 'מסמכים, מפתחות או החזר',
  progress: 'התקדמות של עסקה',
  outsider: 'פנייה של גורם אחר',
  child: 'ילד או ילדה בטלפון',
  'returned-call': 'חזרו לשיחה שלנו',
  landlord: 'בעל דירה מנוהלת',
  signing: 'חתימה על חוזה',
  'on-the-way': 'בדרך לביקור',
};

import { type Moment, toSpokenMoment } from './spoken-moments.ts';
import { phrases } from './texts.ts';

/** The sentences that they say besides where they have tools. */
export const toolPhrases = {
  checking: 'אני בודקת רגע.',
  oneMoment: 'רגע אחד בבקשה.',
  noneFound: 'לא מצאתי כרגע דירה כזאת.',
  offerToNote: 'לרשום את הבקשה ולעדכן אתכם?',
  wishSaved: 'רשמתי, ונעדכן אתכם.',
  noMore: 'זה כל מה שמצאתי.',
  offerViewing: 'רוצים לקבוע ביקור?',
  askDay: 'באיזה יום נוח לכם לבקר?',
  askHour: 'באיזו שעה נוח לכם לבקר?',
  askDayAndHour: 'באיזה יום ובאיזו שעה נוח לכם לבקר?',
  offerCallback: 'רוצים שסוכן יחזור אליכם?',
  askCallTime: 'מתי נוח לכם שנתקשר?',
  askCallDay: 'באיזה יום נוח לכם שנתקשר?',
  askCallHour: 'באיזו שעה נוח לכם שנתקשר?',
  past: 'המועד הזה כבר עבר.',
  tooFar: 'זה רחוק מדי, אפשר לקבוע רק לשבועות הקרובים.',
  closed: 'בשעה הזאת המשרד סגור.',
  soldMeanwhile: 'הדירה הזאת כבר לא פנויה.',
  noNumber: 'המספר שלכם חסוי, ולכן אי אפשר לקבוע מכאן.',
  offerTransfer: 'להעביר אתכם לסוכן?',
  transferring: 'מעבירה אתכם לסוכן.',
  nobodyThere: 'כרגע אין סוכן פנוי.',
  failed: 'סליחה, זה לא הסתדר כרגע.',
  nice: 'נעים מאוד.',
  offerMessages: 'לשלוח לכם סיכום בווטסאפ?',
  willWrite: 'רשמתי, נשלח לכם סיכום בווטסאפ.',
} as const;

/** The questions after which a bare day, hour or yes is about a visit, or about a call. */
export const questions = {
  viewing: [
    // It ends as the next one does, so that it must be looked for first.
    toolPhrases.askDayAndHour,
    toolPhrases.askHour,
    toolPhrases.askDay,
    toolPhrases.offerViewing,
  ],
  callback: [
    toolPhrases.offerCallback,
    toolPhrases.askCallTime,
    toolPhrases.askCallDay,
    toolPhrases.askCallHour,
  ],
} as const;

const BOOKED = 'קבעתי לכם ביקור';
const CALLING = 'נתקשר אליכם';

/** What the agent says once a moment is agreed upon. */
export const settled: readonly string[] = [BOOKED, CALLING, phrases.callBack];

/** Repeats when, and where, a visit is. */
export function viewingBooked(at: Moment, place: string): string {
  return `${BOOKED} ${toSpokenMoment(at)}${place && `, ${place}`}.`;
}

/** Repeats when somebody calls. */
export function callbackNoted(at: Moment): string {
  return `רשמתי, ${CALLING} ${toSpokenMoment(at)}.`;
}

/** Repeats the day, or the hour, that is known, before it asks for the other. */
export function halfNoted(moment: Moment): string {
  const said = toSpokenMoment(moment);
  return said && `${said}.`;
}

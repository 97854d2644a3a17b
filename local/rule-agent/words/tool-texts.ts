import { type Moment, toSpokenMoment } from '#local/rule-agent/heard/spoken-moments.ts';
import { phrases } from './texts.ts';

/** The fixed sentences of the rules with tools. */
export const toolPhrases = {
  checking: 'אני בודקת רגע.',
  oneMoment: 'רגע אחד בבקשה.',
  noneFound: 'לא מצאתי כרגע דירה כזאת.',
  offerToNote: 'לרשום את הבקשה שלכם?',
  wishSaved: 'רשמתי את הבקשה.',
  noMore: 'זה כל מה שמצאתי.',
  offerViewing: 'רוצים לקבוע ביקור?',
  askDay: 'באיזה יום נוח לכם לבקר?',
  askHour: 'באיזו שעה נוח לכם לבקר?',
  askDayAndHour: 'באיזה יום ובאיזו שעה נוח לכם לבקר?',
  offerCallback: phrases.offerCallback,
  askCallTime: 'מתי נוח לכם שנתקשר?',
  askCallDay: 'באיזה יום נוח לכם שנתקשר?',
  askCallHour: 'באיזו שעה נוח לכם שנתקשר?',
  past: 'המועד הזה כבר עבר.',
  tooFar: 'זה רחוק מדי, אפשר לקבוע רק לשבועות הקרובים.',
  closed: 'בשעה הזאת המשרד סגור.',
  taken: 'בשעה הזאת כבר יש שם ביקור.',
  contactBusy: 'בשעה הזאת כבר יש לכם ביקור אחר.',
  brokerBusy: 'בשעה הזאת הסוכן בביקור אחר.',
  dayFull: 'היום הזה כבר מלא.',
  free: 'יש פנוי',
  suggested: 'אפשר לנסות',
  askFreeTime: 'איזו שעה מתאימה לכם?',
  soldMeanwhile: 'הדירה הזאת כבר לא פנויה.',
  noNumber: 'המספר שלכם חסוי, ולכן אי אפשר לקבוע מכאן.',
  hidden: 'המספר שלכם חסוי.',
  missingDigit: 'לא שמעתי את כל הספרות.',
  offerTransfer: 'להעביר אתכם לסוכן?',
  transferring: 'מעבירה אתכם לסוכן.',
  passedOn: 'העברתי את הבקשה למשרד, ויענו לכם כאן.',
  nobodyThere: 'כרגע אין סוכן פנוי.',
  failed: 'סליחה, זה לא הסתדר כרגע.',
  nice: 'נעים מאוד.',
  offerMessages: 'לשלוח לכם סיכום בווטסאפ?',
  willNotWrite: 'רשמתי, לא נכתוב לכם יותר מיוזמתנו.',
  willWrite: 'רשמתי, נשלח לכם סיכום בווטסאפ.',
  offerAlerts: 'לכתוב לכם בווטסאפ כשייכנס נכס מתאים?',
  willAlert: 'רשמתי, נכתוב לכם כשייכנס נכס מתאים.',
} as const;

/** The questions after which a bare day, hour or yes concerns a viewing or a callback. */
export const questions = {
  viewing: [
    // This one ends like the next one, so it is searched for first.
    toolPhrases.askDayAndHour,
    toolPhrases.askHour,
    toolPhrases.askDay,
    toolPhrases.askFreeTime,
    toolPhrases.offerViewing,
  ],
  callback: [
    toolPhrases.offerCallback,
    toolPhrases.askCallTime,
    toolPhrases.askCallDay,
    toolPhrases.askCallHour,
  ],
} as const;

/** The words that confirm a viewing. */
export const BOOKED = 'קבעתי לכם ביקור';
/** The words that confirm a call. */
export const CALLING = 'נתקשר אליכם';

/** The agent's sentences that agree upon a time. */
export const settled: readonly string[] = [BOOKED, CALLING, phrases.callBack, phrases.leftOnList];

/** Returns the confirmation of a viewing, with its time and place. */
export function viewingBooked(at: Moment, place: string): string {
  return `${BOOKED} ${toSpokenMoment(at)}${place && `, ${place}`}.`;
}

/** Returns the confirmation of a callback. */
export function callbackNoted(at: Moment): string {
  return `רשמתי, ${CALLING} ${toSpokenMoment(at)}.`;
}

/** Returns the known part of a time, before the question for the other. */
export function halfNoted(moment: Moment): string {
  const said = toSpokenMoment(moment);
  return said && `${said}.`;
}

import { toSpokenAmount } from '#local/rule-agent/heard/amounts.ts';
import { kindNames } from '#local/rule-agent/heard/home-words.ts';
import { type Deal, isOffer, type Wish } from '#local/rule-agent/heard/wishes.ts';

const DEALS: Readonly<Record<Deal, string>> = {
  rent: 'להשכרה',
  buy: 'לקנייה',
  let: 'להשכרה',
  sell: 'למכירה',
};

/** All kinds of a wish. */
export const deals = Object.keys(DEALS) as readonly Deal[];

const ROOMS = [
  '',
  'חדר אחד',
  'שני חדרים',
  'שלושה חדרים',
  'ארבעה חדרים',
  'חמישה חדרים',
  'שישה חדרים',
];

/** The fixed sentences of the rules. */
export const phrases = {
  welcome: 'שלום, נעים מאוד. מחפשים דירה או רוצים להציע נכס?',
  noTrouble: 'בשמחה.',
  askDeal: 'מחפשים דירה או רוצים להציע נכס?',
  askRentOrBuy: 'מחפשים לשכור או לקנות?',
  askOwnDeal: 'להשכיר או למכור?',
  askCity: 'באיזו עיר?',
  askRooms: 'כמה חדרים מחפשים?',
  askOwnRooms: 'כמה חדרים יש בדירה?',
  askRent: 'ומה התקציב לחודש?',
  askPrice: 'ומה התקציב?',
  askOwnPrice: 'ומה המחיר המבוקש?',
  callBack: 'סוכן מהמשרד יחזור אליכם בהקדם.',
  leftOnList: 'השארתי את הבקשה ברשימה של המשרד.',
  offerCallback: 'רוצים שסוכן יחזור אליכם?',
  anythingElse: 'אפשר לעזור בעוד משהו?',
  whatElse: 'בשמחה. במה עוד אפשר לעזור?',
  askDay: 'בשמחה. באיזה יום נוח לכם לבקר?',
  dayNoted: 'רשמתי, וסוכן מהמשרד יתקשר לאשר את המועד.',
  waiting: 'בסדר, אני כאן.',
  sorry: 'סליחה, לא הבנתי.',
  goodbye: 'תודה רבה לכם. יום נעים ולהתראות.',
} as const;

/** Returns the acknowledgement of a wish: its kind, and its place if known. */
export function wishNoted(wish: Wish): string {
  return `בשמחה, ${wishTold(wish)}.`;
}

/** Returns a wish in a few words: its kind, and its place if known. */
export function wishTold({ deal, kind = 'apartment', city }: Wish): string {
  return [kindNames[kind] ?? 'דירה', deal && DEALS[deal], city && `ב${city}`]
    .filter(Boolean)
    .join(' ');
}

/** Returns the acknowledgement of a number of rooms. */
export function roomsNoted(rooms: number): string {
  return `${toSpokenRooms(rooms)}, הבנתי.`;
}

/** Returns a complete wish in words, so that the caller can object, with the next step. */
export function wishRepeated(wish: Wish): string {
  const { deal, city, rooms, shekels } = wish;
  const home = [rooms && toSpokenRooms(rooms), deal && DEALS[deal], city && `ב${city}`];
  const bound = isOffer(wish) ? 'במחיר' : 'עד';
  const limit = shekels ? `, ${bound} ${toSpokenAmount(shekels)} שקל` : '';
  return `רשמתי: ${home.filter(Boolean).join(' ')}${limit}.`;
}

/** Returns a number of rooms in words. */
export function toSpokenRooms(rooms: number): string {
  const whole = ROOMS[Math.floor(rooms)] ?? `${Math.floor(rooms)} חדרים`;
  return rooms % 1 === 0 ? whole : `${whole} וחצי`;
}

/** Returns the acknowledgement of a new detail, with the question for the next one. */
export function wishTaken(wish: Wish, before: Wish, missing: string | undefined): string {
  if (!missing) return `${wishRepeated(wish)} ${phrases.offerCallback}`;
  const isNewRooms = wish.rooms !== undefined && wish.rooms !== before.rooms && before.deal;
  return `${isNewRooms ? roomsNoted(wish.rooms) : wishNoted(wish)} ${missing}`;
}

const FAREWELL =
  /(?<!לא )להתראות|(?<!טו )(?<![א-ת])ביי(?![א-ת])|(?:יום (?:טוב|נעים)|ערב נעים|לילה טוב)(?! \S+ \S+ \S+)|תודה.*(?:זה הכו?ל|זהו|מספיק|אין צורך)|(?:זה הכו?ל|זהו|אין צורך).*תודה/;
const NOTHING_ELSE =
  /^(?:לא|זהו|זה הכול|זה הכל|(?:(?:סבבה|אוקיי|או?קי|בסדר|מעולה|יופי|טוב|הבנתי|נהדר),? )?(?:המון |רב )?תודה)(?![א-ת])/;
/** Words of a caller who goes on. */
const GOES_ON =
  /(?:כמה|מה|איך|איפה|מתי|אפשר|למה|האם|מי)(?![א-ת])[^?]*\?|(?:עוד|יש לי) שאלה|רגע|חכי|לפני ש|לא (?:הבנתי|שמעתי|קלטתי)|אבל|רציתי|(?<!לא )(?<!לא כל כך )(?:אני )?(?:רוצה|מחפש\S*) (?!לחשוב|להתייעץ)/;

/** Returns whether the caller says goodbye, in words or by wanting nothing else. */
export function isFarewell(said: string, asked: string): boolean {
  if (GOES_ON.test(said)) return false;
  const isOver = [phrases.anythingElse, phrases.whatElse, phrases.goodbye].some((question) =>
    asked.includes(question),
  );
  return FAREWELL.test(said) || (isOver && NOTHING_ELSE.test(said.trim()));
}

/** Returns the last question of a line of the agent; undefined where it asks nothing. */
export function openQuestion(line: string): string | undefined {
  const sentences = line.match(/[^.!?]+[.!?]+/g) ?? [];
  return sentences.findLast((sentence) => sentence.endsWith('?'))?.trim();
}

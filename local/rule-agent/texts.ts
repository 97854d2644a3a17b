import { toSpokenAmount } from './amounts.ts';
import { type Deal, isOffer, type Wish } from './wishes.ts';

const DEALS: Readonly<Record<Deal, string>> = {
  rent: 'להשכרה',
  buy: 'לקנייה',
  let: 'להשכרה',
  sell: 'למכירה',
};

/** All that a caller may want with a home. */
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

/** The sentences that the rules say as they stand. */
export const phrases = {
  welcome: 'שלום, נעים מאוד. מחפשים דירה או רוצים להציע נכס?',
  noTrouble: 'בשמחה.',
  askDeal: 'מחפשים דירה או רוצים להציע נכס?',
  askCity: 'באיזו עיר?',
  askRooms: 'כמה חדרים מחפשים?',
  askOwnRooms: 'כמה חדרים יש בדירה?',
  askRent: 'ומה התקציב לחודש?',
  askPrice: 'ומה התקציב?',
  askOwnPrice: 'ומה המחיר המבוקש?',
  callBack: 'סוכן מהמשרד יחזור אליכם בהקדם.',
  anythingElse: 'אפשר לעזור בעוד משהו?',
  whatElse: 'בשמחה. במה עוד אפשר לעזור?',
  hours: 'סוכן יחזור אליכם עם השעות.',
  address: 'סוכן יחזור אליכם עם הכתובת.',
  price: 'סוכן יחזור אליכם עם המחיר.',
  askDay: 'בשמחה. באיזה יום נוח לכם לבקר?',
  dayNoted: 'רשמתי, וסוכן מהמשרד יתקשר לאשר את המועד.',
  sorry: 'סליחה, לא הבנתי.',
  goodbye: 'תודה רבה לכם. יום נעים ולהתראות.',
} as const;

/** Repeats the beginning of a wish: what, and where if that is known. */
export function wishNoted(wish: Wish): string {
  return `בשמחה, ${wishTold(wish)}.`;
}

/** Names a wish in a few words: what, and where if that is known. */
export function wishTold({ deal, city }: Wish): string {
  return ['דירה', deal && DEALS[deal], city && `ב${city}`].filter(Boolean).join(' ');
}

/** Repeats a number of rooms. */
export function roomsNoted(rooms: number): string {
  return `${toSpokenRooms(rooms)}, רשמתי.`;
}

/** Repeats a whole wish, so that the caller can object, and says what follows. */
export function wishRepeated(wish: Wish): string {
  const { deal, city, rooms, shekels } = wish;
  const home = [rooms && toSpokenRooms(rooms), deal && DEALS[deal], city && `ב${city}`];
  const bound = isOffer(wish) ? 'במחיר' : 'עד';
  const limit = shekels ? `, ${bound} ${toSpokenAmount(shekels)} שקל` : '';
  return `רשמתי: ${home.filter(Boolean).join(' ')}${limit}, וסוכן יחזור אליכם.`;
}

/** Says a number of rooms. */
export function toSpokenRooms(rooms: number): string {
  const whole = ROOMS[Math.floor(rooms)] ?? `${Math.floor(rooms)} חדרים`;
  return rooms % 1 === 0 ? whole : `${whole} וחצי`;
}

/** Takes up what has just become known of a wish, and asks on, as long as anything is missing. */
export function wishTaken(wish: Wish, before: Wish, missing: string | undefined): string {
  if (!missing) return `${wishRepeated(wish)} ${phrases.anythingElse}`;
  const isNewRooms = wish.rooms !== undefined && wish.rooms !== before.rooms && before.deal;
  return `${isNewRooms ? roomsNoted(wish.rooms) : wishNoted(wish)} ${missing}`;
}

/** Tells whether a caller takes leave, in words or by wanting nothing else. */
export function isFarewell(said: string, asked: string): boolean {
  if (/להתראות|ביי|יום טוב|ערב נעים/.test(said)) return true;
  return asked.includes(phrases.anythingElse) && /^(לא|זהו|זה הכול|זה הכל|תודה)/.test(said.trim());
}

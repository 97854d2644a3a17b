import { spokenAmounts, toSpokenAmount } from './rule-amounts.ts';
import { cities, type Deal, type Wish } from './rule-wishes.ts';

const DEALS: Record<Deal, string> = {
  rent: 'להשכרה',
  buy: 'לקנייה',
  let: 'להשכרה',
  sell: 'למכירה',
};

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
export function wishNoted({ deal, city }: Wish): string {
  return `בשמחה, ${['דירה', deal && DEALS[deal], city && `ב${city}`].filter(Boolean).join(' ')}.`;
}

/** Repeats a number of rooms. */
export function roomsNoted(rooms: number): string {
  return `${toSpokenRooms(rooms)}, רשמתי.`;
}

/** Repeats a whole wish, so that the caller can object, and says what follows. */
export function wishRepeated({ deal, city, rooms, shekels }: Wish): string {
  const home = [rooms && toSpokenRooms(rooms), deal && DEALS[deal], city && `ב${city}`];
  const limit = shekels ? `, עד ${toSpokenAmount(shekels)} שקל` : '';
  return `רשמתי: ${home.filter(Boolean).join(' ')}${limit}, וסוכן יחזור אליכם.`;
}

function toSpokenRooms(rooms: number): string {
  const whole = ROOMS[Math.floor(rooms)] ?? `${Math.floor(rooms)} חדרים`;
  return rooms % 1 === 0 ? whole : `${whole} וחצי`;
}

/** Every sentence that the rules can say, each city, number and sum in one of them: what a voice must be able to read. */
export function possibleTexts(): string[] {
  const rooms = ROOMS.flatMap((_, count) => (count === 0 ? [] : [count, count + 0.5]));
  return [
    ...Object.values(phrases),
    ...Object.keys(DEALS).map((deal) => wishNoted({ deal: deal as Deal })),
    ...cities.map((city) => wishNoted({ deal: 'rent', city })),
    ...rooms.map(roomsNoted),
    ...[...spokenAmounts.keys()].map((shekels) => wishRepeated({ deal: 'buy', shekels })),
  ];
}

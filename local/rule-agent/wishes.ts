import type { Line } from '#shared/domain/calls/dialogue.ts';
import { amountIn } from './amounts.ts';

/** What a caller wants with a home. */
export type Deal = 'rent' | 'buy' | 'let' | 'sell';

/** What is known of a caller's wish. */
export type Wish = {
  readonly deal?: Deal | undefined;
  readonly city?: string | undefined;
  readonly rooms?: number | undefined;
  readonly shekels?: number | undefined;
};

/** Tells whether a caller has a home to offer, and does not look for one. */
export function isOffer({ deal }: Wish): boolean {
  return deal === 'let' || deal === 'sell';
}

/** The places that the rules know. */
export const cities = [
  'תל אביב',
  'ירושלים',
  'חיפה',
  'רמת גן',
  'גבעתיים',
  'הרצליה',
  'רעננה',
  'כפר סבא',
  'הוד השרון',
  'רמת השרון',
  'פתח תקווה',
  'ראשון לציון',
  'חולון',
  'בת ים',
  'נתניה',
  'רחובות',
  'מודיעין',
  'אשדוד',
  'אשקלון',
  'באר שבע',
  'אילת',
];

/** How numbers of rooms are said, whichever gender they are put in. */
const ROOMS: readonly [RegExp, number][] = [
  [/חדר אחד|סטודיו/, 1],
  [/שני |שניים|שתיים|שתי /, 2],
  [/שלוש/, 3],
  [/ארבע/, 4],
  [/חמש|חמיש/, 5],
  [/שש|שיש/, 6],
];

/** A number of rooms, wherever it is said. */
const ROOMS_SAID = /סטודיו|חדר אחד|\S+(?: וחצי)? חדרים(?: וחצי)?/;

/** What the caller has told in the whole dialogue; what was said last counts. */
export function wishIn(dialogue: readonly Line[]): Wish {
  let wish: Wish = {};
  let asked = '';
  for (const { speaker, text } of dialogue) {
    if (speaker === 'agent') {
      asked = text;
      continue;
    }
    const told = toldIn(text, asked);
    // A rent is no price: what was named for the one is no limit for the other.
    const isOther = told.deal && wish.deal && told.deal !== wish.deal;
    wish = { ...wish, ...(isOther && { shekels: undefined }), ...told };
  }
  return wish;
}

function toldIn(text: string, asked: string): Wish {
  const deal = dealIn(text);
  const city = cities.find((name) => text.includes(name));
  const isMoney =
    /שקל|ש"ח|₪|אלף|אלפים|אלפיים|מיליון|תקציב/.test(text) || /תקציב|המחיר המבוקש/.test(asked);
  const rooms = roomsIn(text, /כמה חדרים/.test(asked) && !isMoney);
  const shekels = isMoney ? amountIn(text.replace(ROOMS_SAID, '')) : undefined;
  return {
    ...(deal && { deal }),
    ...(city && { city }),
    ...(rooms && { rooms }),
    ...(shekels && { shekels }),
  };
}

function dealIn(text: string): Deal | undefined {
  const isOwner = /יש לי(?! תקציב)|שלי|להציע|למכור|להשכיר/.test(text);
  if (/להשכיר|לשכור|שכירות|להשכרה/.test(text)) return isOwner ? 'let' : 'rent';
  if (/למכור|לקנות|לרכוש|קנייה|רכישה|למכירה/.test(text)) return isOwner ? 'sell' : 'buy';
  return undefined;
}

function roomsIn(text: string, isAsked: boolean): number | undefined {
  const said = ROOMS_SAID.exec(text)?.[0] ?? (isAsked ? `${text} ` : '');
  const digits = /\d(?:\.5)?/.exec(said)?.[0];
  if (digits) return Number(digits);
  const whole = ROOMS.find(([words]) => words.test(said))?.[1];
  return whole && /וחצי/.test(said) ? whole + 0.5 : whole;
}

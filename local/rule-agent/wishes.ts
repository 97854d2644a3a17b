import type { Line } from '#shared/domain/calls/dialogue.ts';
import type { ListingKind } from '#shared/domain/listings/listing-kinds.ts';
import { amountIn } from './amounts.ts';
import { areaIn, kindIn, rangeIn } from './home-words.ts';

/** The kind of a wish: to rent or buy a home, or to let or sell one. */
export type Deal = 'rent' | 'buy' | 'let' | 'sell';

/** The known details of a caller's wish. */
export type Wish = {
  readonly deal?: Deal | undefined;
  readonly city?: string | undefined;
  readonly rooms?: number | undefined;
  readonly shekels?: number | undefined;
  /** The least price, where a range was named. */
  readonly shekelsFrom?: number | undefined;
  /** Absent for a flat. */
  readonly kind?: ListingKind | undefined;
};

/** Returns whether a caller offers a home. */
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

/** The spoken numbers of rooms, in either gender. */
const ROOMS: readonly [RegExp, number][] = [
  [/חדר אחד|סטודיו/, 1],
  [/שני |שניים|שתיים|שתי /, 2],
  [/שלוש/, 3],
  [/ארבע/, 4],
  [/חמש|חמיש/, 5],
  [/שש|שיש/, 6],
];

/** Matches a number of rooms. */
const ROOMS_SAID = /סטודיו|חדר אחד|\S+(?: וחצי)? חדרים(?: וחצי)?/;

/** Returns the wish in a dialogue; the last mention counts. */
export function wishIn(dialogue: readonly Line[]): Wish {
  let wish: Wish = {};
  let asked = '';
  for (const { speaker, text } of dialogue) {
    if (speaker === 'agent') {
      asked = text;
      continue;
    }
    const told = toldIn(text, asked);
    // A limit on a rent does not limit a purchase.
    const isOther = told.deal && wish.deal && told.deal !== wish.deal;
    wish = { ...wish, ...(isOther && { shekels: undefined, shekelsFrom: undefined }), ...told };
  }
  return wish;
}

function toldIn(text: string, asked: string): Wish {
  const deal = dealIn(text);
  const city = areaIn(text) ?? cities.find((name) => text.includes(name));
  const kind = kindIn(text);
  const range = rangeIn(text, amountIn);
  const isMoney =
    /שקל|ש"ח|₪|אלף|אלפים|אלפיים|מיליון|תקציב/.test(text) || /תקציב|המחיר המבוקש/.test(asked);
  const rooms = roomsIn(text, /כמה חדרים/.test(asked) && !isMoney);
  const shekels = isMoney ? amountIn(text.replace(ROOMS_SAID, '')) : undefined;
  return {
    ...(deal && { deal }),
    ...(city && { city }),
    ...(rooms && { rooms }),
    ...(shekels && { shekels }),
    ...(range && { shekelsFrom: range[0], shekels: range[1] }),
    ...(kind && { kind }),
  };
}

/** Words of a caller who offers a home, and of one who looks for one. */
const OWNER =
  /יש (?:לי|לנו)(?! תקציב)|שלי|שלנו|להציע|להעמיד|לשווק|למכור|להשכיר|(?:אני|אנחנו) (?:מוכר|משכיר)|בעלי? ה?(?:דירה|נכס|בית)|בעלת ה?(?:דירה|נכס|בית)|בעלים של|בלעדיות|(?:מחפש|מחפשת|מחפשים|צריך|צריכה|צריכים|למצוא) (?:לי |לנו |לה |לדירה )?(?:שוכר|דייר|קונה|קונים)|שת(?:מכרו|שכירו|טפלו)|שווי|שמאי|כמה שוו?ה/;
const SEEKER =
  /(?:מחפש|מחפשת|מחפשים|מעוניינ?ת?|מעוניינים|רוצה|רוצים|צריך|צריכה|צריכים|מתעניינ?ת?|מתעניינים) (?:ל(?:שכור|קנות|רכוש)|ב?(?:דירה|דירת|בית|חדר|פנטהאוז|יחידת))|לשכור|לקנות|לרכוש/;
const TENANCY =
  /להשכיר|לשכור|שכירות|להשכרה|השכרה|משכיר|שוכר|(?:מחפש|צריכ?|רוצ|מצוא)[^.]* דייר|מחפש\S* .*(?:שותפ|סטודנט)|(?:שותפ|סטודנט).* חדר/;
const SALE =
  /למכור|לקנות|לרכוש|קניי?ה|(?<!מס )רכישה|למכירה|מכירת|מוכר|קונה|קונים|שווי|שמאי|כמה שוו?ה|שתמכרו/;

function dealIn(text: string): Deal | undefined {
  const offers = OWNER.exec(text);
  // "A flat to rent for my daughter" is a search.
  const isOwner = offers !== null && !(SEEKER.test(text) && /של/.test(offers[0]));
  if (TENANCY.test(text)) return isOwner ? 'let' : 'rent';
  if (SALE.test(text)) return isOwner ? 'sell' : 'buy';
  return undefined;
}

function roomsIn(text: string, isAsked: boolean): number | undefined {
  const said = ROOMS_SAID.exec(text)?.[0] ?? (isAsked ? `${text} ` : '');
  const digits = /\d(?:\.5)?/.exec(said)?.[0];
  if (digits) return Number(digits);
  const whole = ROOMS.find(([words]) => words.test(said))?.[1];
  return whole && /וחצי/.test(said) ? whole + 0.5 : whole;
}

import type { Line } from '#shared/domain/calls/dialogue.ts';
import type { ListingKind } from '#shared/domain/listings/listing-kinds.ts';
import { cities } from './cities.ts';
import { correctedParts } from './corrections.ts';
import { amountIn } from './heard-sums.ts';
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

/** Matches a number of rooms whose noun was said before: "I need four". */
const ROOMS_ONLY =
  /(?:^|, )(?:אני |אנחנו |רוצ\S+ |צריכ?\S* |מחפש\S* |בדיוק |דווקא )*[א-ת]+(?: וחצי)?\.?$/;

/** A limit in digits without its unit: "up to 8000". */
const SUM = /(?:עד|מקסימום|גג|סביבות) ?-?(?:\d{1,3},\d{3}|\d{4,8})(?![\d.,:/])/;

/** Returns the wish in a dialogue; the last mention counts. */
export function wishIn(dialogue: readonly Line[]): Wish {
  let wish: Wish = {};
  let asked = '';
  for (const { speaker, text } of dialogue) {
    if (speaker === 'agent') {
      asked = text;
      continue;
    }
    const told = toldIn(text, asked, wish.deal);
    // A limit on a rent does not limit a purchase.
    const isOther = told.deal && wish.deal && told.deal !== wish.deal;
    wish = { ...wish, ...(isOther && { shekels: undefined, shekelsFrom: undefined }), ...told };
  }
  return wish;
}

function toldIn(text: string, asked: string, dealBefore: Deal | undefined): Wish {
  const deal = dealIn(text, asked);
  const parts = correctedParts(text);
  const city = parts
    .map((part) => areaIn(part) ?? cities.find((name) => part.includes(name)))
    .findLast(Boolean);
  const kind = kindIn(text);
  const range = rangeIn(text);
  const isMoney =
    /שקל|ש"ח|₪|אלף|אלפים|אלפיים|מיליון|תקציב/.test(text) ||
    /תקציב|המחיר המבוקש/.test(asked) ||
    SUM.test(text);
  const isAsked = /כמה חדרים/.test(asked) && !isMoney;
  const rooms = parts
    .map((part) => roomsIn(part, isAsked || (/חדרים/.test(text) && ROOMS_ONLY.test(part))))
    .findLast((count) => count !== undefined);
  const unit = /buy|sell/.test(deal ?? dealBefore ?? '') ? 'price' : 'rent';
  const shekels = isMoney ? amountIn(text.replace(ROOMS_SAID, ''), unit) : undefined;
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
  /יש (?:לי|לנו)(?! תקציב)|שלי|שלנו|להציע|להעמיד|לשווק|למכור|להשכיר|(?:אני|אנחנו) (?:מוכר|משכיר)|בעלי? ה?(?:דירה|נכס|בית)|בעלת ה?(?:דירה|נכס|בית)|בעלים של|בלעדיות|(?:מחפש|מחפשת|מחפשים|צריך|צריכה|צריכים|למצוא) (?:לי |לנו |לה |לדירה )?(?:שוכר|דייר|קונה|קונים)|ש[תי](?:מכרו?|מכור|שכירו?|טפלו?)(?![א-ת])|כמה (?:אפשר |אני |נוכל |אוכל )*(?:לקבל|אקבל|נקבל) על|שווי|שמאי|כמה שוו?ה|הערכת (?:מחיר|שווי)|לפרסם/;
const SEEKER =
  /(?:מחפש|מחפשת|מחפשים|מעוניי[ןנ]\S*|רוצה|רוצים|צריך|צריכה|צריכים|מתעניי[ןנ]\S*) (?:ל(?:שכור|קנות|רכוש)|ב?(?:דירה|דירת|בית|חדר|פנטהאוז|יחידת))|לשכור|לקנות|לרכוש/;
const TENANCY =
  /להשכיר|ש[תי]שכיר|לשכור|שכירות|להשכרה|השכרה|משכיר|שוכר|(?:מחפש|צריכ?|רוצ|מצוא)[^.]* דייר|מחפש\S* .*(?:שותפ|סטודנט)|(?:שותפ|סטודנט).* חדר/;
const SALE =
  /למכור|לקנות|לרכוש|קניי?ה|(?<!מס )רכישה|למכירה|מכירת|מוכר|קונה|קונים|שווי|שמאי|כמה שוו?ה|הערכת (?:מחיר|שווי)|ש[תי]מכ(?:ר|ור)|כמה (?:אפשר |אני |נוכל |אוכל )*(?:לקבל|אקבל|נקבל) על/;

const OFFERED_HOME =
  /לפרסם|(?:יש (?:לי|לנו)|ירשתי|ירשנו|להציע)(?: לכם| אצלכם)? (?:דיר|בית|נכס|וילה|פנטהאוז|קוטג)|(?:ה?דירה|ה?בית|ה?נכס) של(?:י|נו)(?![א-ת])/;

/** The words about a landlord, or about a tenant in trouble, unlike the caller's own wish. */
const OF_OTHERS =
  /(?<!אני |אנחנו )בעלת? ה(?:בית|דירה)(?: שלי| שלנו)? [^,.]*?(?:מוכר|מכר|עומד למכור|רוצה (?:למכור|להשכיר)|מפנה)\S*(?: את ה?\S+)?|(?:ה?שוכר|ה?דייר)\S* (?:\S+ )?לא (?:משל|שיל|מפנ)\S*/g;

/** "Not to rent" is said before the deal that is meant. */
const REFUSED_DEAL =
  /(?<![א-ת])לא (?:רוצ\S+ |מחפש\S* |מעוניי?[ןנ]\S* )?(?:לשכור|לקנות|להשכיר|למכור|להשכרה|למכירה)/g;

function dealIn(line: string, asked: string): Deal | undefined {
  const text = line.replaceAll(OF_OTHERS, '').replaceAll(REFUSED_DEAL, '');
  if (/להשכיר או למכור/.test(asked)) {
    if (/השכר|להשכיר/.test(text)) return 'let';
    if (/מכור|מכיר/.test(text)) return 'sell';
  }
  const offers = OWNER.exec(text);
  // "A flat to rent for my daughter" is a search.
  const isOwner = offers !== null && !(SEEKER.test(text) && /של/.test(offers[0]));
  if (TENANCY.test(text)) return isOwner ? 'let' : 'rent';
  if (SALE.test(text)) return isOwner ? 'sell' : 'buy';
  return undefined;
}

/** Returns whether a caller offers a home without telling whether it is to let or to sell. */
export function offersHome(text: string): boolean {
  return OFFERED_HOME.test(text) && !SEEKER.test(text) && dealIn(text, '') === undefined;
}

function roomsIn(text: string, isAsked: boolean): number | undefined {
  const said = ROOMS_SAID.exec(text)?.[0] ?? (isAsked ? `${text} ` : '');
  const digits = /\d(?:\.5)?/.exec(said)?.[0];
  if (digits) return Number(digits);
  const whole = ROOMS.find(([words]) => words.test(said))?.[1];
  return whole && /וחצי/.test(said) ? whole + 0.5 : whole;
}

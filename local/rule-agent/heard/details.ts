import type { Line } from '#shared/domain/calls/dialogue.ts';
import type { Feature } from '#shared/domain/listings/listing-features.ts';
import { featuresAfter } from './features.ts';
import { firstNames } from './first-names.ts';
import { type Wish, wishIn } from './wishes.ts';

/** The details of a wish or an offer that the tools accept. */
export type Details = Wish & {
  readonly features: readonly Feature[];
  /** The caller was asked for a budget and has no limit. */
  readonly isPriceOpen: boolean;
  /** The caller was asked for the number of rooms and has none in mind. */
  readonly isRoomsOpen: boolean;
  readonly street?: string | undefined;
  readonly name?: string | undefined;
};

const NO_LIMIT = /לא משנה|גמיש|אין לי (?:תקציב|מגבלה)|אין מגבלה|לא יודע|פתוח/;
const NAME =
  /(?:קוראים לי|שמי|השם שלי(?: הוא)?|(?<!אני )מדברת?) ([א-ת'׳]{2,})(?: (?!אני|מה|עם|על|רוצה|מחפש|צריך|יש|לגבי|בקשר|ב|ו|ש)([א-ת'׳]{2,}))?/;
/** A first name behind a word that other words may follow, too: "this is Dana". */
const HERE = new RegExp(
  `^(?:שלום,? |היי,? |כן,? )*(?:זאת|זה|כאן|פה) (${firstNames.join('|')})(?: ([א-ת'׳]{2,}))?[.!]*$`,
);
const NO_NAMES = ['עם', 'על', 'מה', 'לא', 'כאן', 'פה'];
const STREET = /רחוב ((?:[א-ת'׳"״]+ ){0,2}?[א-ת'׳"״]+ \d+|[א-ת'׳"״]+)/;

/** Returns the details in a dialogue; the last mention counts. */
export function detailsIn(dialogue: readonly Line[]): Details {
  let features: readonly Feature[] = [];
  let isPriceOpen = false;
  let isRoomsOpen = false;
  let street: string | undefined;
  let name: string | undefined;
  let asked = '';
  for (const { speaker, text } of dialogue) {
    if (speaker === 'agent') {
      asked = text;
      continue;
    }
    features = featuresAfter(features, text);
    isPriceOpen ||= /תקציב|המחיר/.test(asked) && NO_LIMIT.test(text);
    isRoomsOpen ||= /כמה חדרים מחפשים/.test(asked) && NO_LIMIT.test(text);
    street = STREET.exec(text)?.[1] ?? street;
    name = nameIn(text) ?? name;
  }
  const wish = wishIn(dialogue);
  return {
    ...wish,
    features,
    isPriceOpen: isPriceOpen && !wish.shekels,
    isRoomsOpen: isRoomsOpen && !wish.rooms,
    street,
    name,
  };
}

/** Returns the name by which a line introduces its speaker. */
export function nameIn(text: string): string | undefined {
  const [, first, last] = NAME.exec(text) ?? HERE.exec(text) ?? [];
  if (!first || NO_NAMES.includes(first)) return undefined;
  return last ? `${first} ${last}` : first;
}

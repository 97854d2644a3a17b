import type { Line } from '#shared/domain/calls/dialogue.ts';
import { streetIn } from './street-names.ts';

/** The home of an advertisement, as a caller names it: its street or house, or the number of the advertisement. */
export type NamedHome =
  | { readonly street: string; readonly number?: string }
  | { readonly adNumber: string };

const AD_NUMBER = /(?:מודעה|נכס)(?: מספר| מס['׳]?| שמספר[הו])? ?([A-Za-z]{0,4}[- ]?\d{3,8})(?!\d)/;
const HOUSE =
  /(?:ה?מודעה|ה?שלט|הדירה|הנכס|הבית)[^.?!]*?(?:ברחוב |רחוב |ב)([א-ת'׳"״]{2,}(?: [א-ת'׳"״]{2,}){0,4}) (\d{1,3}[א-ת]?)(?![\d,])(?! (?:חדר|אלף|מטר|שקל))/;
/** The name of a board of advertisements, which has a number of its own. */
const BOARD = /(?<![א-ת])[בהמ]?יד ?2(?!\d)/g;

/** Returns the home of an advertisement that a line names. */
export function namedHomeIn(text: string): NamedHome | undefined {
  const adNumber = AD_NUMBER.exec(text)?.[1];
  if (adNumber) return { adNumber };
  const words = text.replace(BOARD, '');
  const [, places = '', number] = HOUSE.exec(words) ?? [];
  if (!number) {
    const named = streetIn(words);
    return named ? houseOn(named, words) : undefined;
  }
  // The city may stand before the street: בתל אביב בארלוזורוב.
  const street = places.split(/ ב(?=[א-ת]{3})/).at(-1) ?? places;
  return { street, number };
}

/** Returns a street with the house number that stands behind its name. */
function houseOn(street: string, text: string): NamedHome {
  const behind = text.slice(text.indexOf(street) + street.length);
  const number = /^ (\d{1,3}[א-ת]?)(?!,?\d)(?! (?:חדר|אלף|מטר|שקל))/.exec(behind)?.[1];
  return number ? { street, number } : { street };
}

/** Returns whether a line names one house or advertisement for sure. A street alone may be another word. */
export function isExact(text: string): boolean {
  return AD_NUMBER.test(text) || HOUSE.test(text.replace(BOARD, ''));
}

/** Returns whether a caller has named the home of an advertisement. */
export function isHomeNamed(dialogue: readonly Line[]): boolean {
  return dialogue.some(({ speaker, text }) => speaker === 'caller' && namedHomeIn(text));
}

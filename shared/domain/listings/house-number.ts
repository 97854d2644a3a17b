import type { Listing } from './listing.ts';

/** A house number at the end of a street, as offices write it: `88`, `12א`, `7/4`, `3-5`, `מס' 9`. */
const AT_THE_END =
  /^(?<street>.*?\p{L}.*?)[\s,]+(?:מס(?:['׳’]|פר)?\s*)?(?<number>\d{1,4}(?:\s?[-/]\s?\d{1,3})?\s?(?:[א-ת]['׳’]?)?)(?:[\s,]+(?:דירה|כניסה|קומה)(?![א-ת]).*)?$/u;
/** The word before a name, without one: `רחוב 3056` has no other name. */
const NO_NAME = /^(?:רחוב|רח['׳’]?|סמטת?|שדרות|שד['׳’]?|דרך|כביש)$/u;

/** The place of a home within its city. */
export type House = { readonly street?: string; readonly number?: string };

/** Returns the street and the house number of a home, also where the office wrote both into the street. */
export function houseOf({ street, number }: Pick<Listing, 'street' | 'number'>): House {
  const written = street?.trim();
  if (!written) return {};
  const apart = splitHouse(written);
  const its = number?.trim() || apart.number;
  return { street: apart.street, ...(its && { number: its }) };
}

/** Returns a street without its house number, and the number if it has one. */
export function splitHouse(written: string): { readonly street: string; readonly number?: string } {
  const { street = '', number = '' } = AT_THE_END.exec(written.trim())?.groups ?? {};
  if (!street || NO_NAME.test(street)) return { street: written.trim() };
  return { street, number: number.replace(/\s+/g, '') };
}

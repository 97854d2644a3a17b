import { isCallable, toContact } from './contact.ts';

/**
 * The lengths of Israel's numbers: mobiles and 07x have nine digits behind the country code, others eight.
 * https://www.itu.int/oth/T0202000069/en
 */
const ISRAELI = /^\+972(?:[57]\d{8}|[23489]\d{7})$/;
const COUNTRY_CODE = '+972';

/** Returns the E.164 number that somebody dictated; undefined where digits are missing or too many. */
export function dictatedNumber(digits: string): string | undefined {
  const number = toContact(digits);
  if (!number || !isCallable(number)) return undefined;
  return number.startsWith(COUNTRY_CODE) && !ISRAELI.test(number) ? undefined : number;
}

/** Returns a number as people in Israel read it out: `0521112233`. A number of another country keeps its form. */
export function readableNumber(number: string): string {
  return number.startsWith(COUNTRY_CODE) ? `0${number.slice(COUNTRY_CODE.length)}` : number;
}

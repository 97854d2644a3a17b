import { isCallable, toContact } from './contact.ts';
import { isServiceNumber } from './phone-number.ts';

const COUNTRY_CODE = '+972';

/** Returns the E.164 number that somebody dictated; undefined where digits are missing or too many. */
export function dictatedNumber(digits: string): string | undefined {
  const number = toContact(digits);
  return number && isCallable(number) && !isServiceNumber(number) ? number : undefined;
}

/** Returns a number as people in Israel read it out: `0521112233`. A number of another country keeps its form. */
export function readableNumber(number: string): string {
  return number.startsWith(COUNTRY_CODE) ? `0${number.slice(COUNTRY_CODE.length)}` : number;
}

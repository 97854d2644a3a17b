import { dictatedDigits } from '#shared/domain/heard/dictated-digits.ts';

/** The shortest number that a caller dictates. */
const MIN_DIGITS = 9;
const BEGINNING = /^(?:0|972)/;
/** Mobile numbers are dictated without their zero, too. */
const MOBILE = /^5\d{8}$/;
/** Times and dates, whose digits belong to no number. */
const MOMENTS = /\d{1,2}:\d{2}|\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?/g;

/** Returns the digits of the number that a line dictates. */
export function phoneIn(said: string): string | undefined {
  const runs = dictatedDigits(said.replaceAll(MOMENTS, ' , '));
  const first = runs.findIndex((run) => BEGINNING.test(run));
  const digits = first < 0 ? '' : runs.slice(first).join('');
  return digits.length >= MIN_DIGITS ? digits : runs.find((run) => MOBILE.test(run));
}

import type { Column } from '#shared/domain/listings/column-map.ts';
import { withPlainQuotes } from './cell-text.ts';

const BRACKETS = /\([^()]*\)/g;
const otherMoney = /אלפ|מיליו|מליו|[$€£]|דולר|יורו|אירו|usd|eur|לשנה|שנתי|למ"?ר|למטר/i;
/** The units that the cells of a column cannot be in. */
const otherUnits: Partial<Record<Column, RegExp>> = {
  price: otherMoney,
  arnona: otherMoney,
  arnona_monthly: otherMoney,
  vaad: otherMoney,
  sqm: /דונם|dunam|acre|sq\.? ?f/i,
};
const TWO_MONTHS = /חודשיים|דו[- ]?חודש/;
const MONTHLY = /חודש|month/i;

/** Returns a head without its brackets, which hold a unit: `שטח (מ"ר)`. */
export function withoutBrackets(head: string): string {
  return head.replace(BRACKETS, '');
}

/** Returns whether a head names a unit in which we do not count: `מחיר (באלפי ש"ח)`, `מחיר ($)`, `שטח (דונם)`. */
export function isOtherUnit(head: string, column: Column): boolean {
  const unit = unitOf(head);
  if (column === 'vaad' && TWO_MONTHS.test(unit)) return true;
  return otherUnits[column]?.test(unit) ?? false;
}

/** Returns whether a head says that its sums are for one month: `ארנונה (לחודש)`. */
export function isMonthly(head: string): boolean {
  const unit = unitOf(head);
  return MONTHLY.test(unit) && !TWO_MONTHS.test(unit);
}

function unitOf(head: string): string {
  return withPlainQuotes((head.match(BRACKETS) ?? []).join(' '));
}

import { toCardinal } from './cardinal.ts';
import { withPrefix } from './prefix.ts';

const FLOOR =
  /(?<![א-ת])([ובהלמש]{0,2})קומה (ה[-־])?(-?\d{1,3})(?:(?:\/| מ[-־](?=\d{1,3}(?:[,.;!?]|$)))(\d{1,3}))?(?![\d/:]|[.,-]\d| ?[-–] ?\d)/g;

/** Returns a text with floors in words: by number, the two lowest by name. */
export function withSpokenFloors(text: string): string {
  return text.replace(FLOOR, (match, prefix, ordinal, floor, outOf) => {
    if (ordinal) return match;
    const of = outOf ? ` מתוך ${toNumber(outOf)}` : '';
    if (Number(floor) === 0) return withPrefix(prefix, `קומת קרקע${of}`);
    if (Number(floor) === 1) return withPrefix(prefix, `קומה ראשונה${of}`);
    if (floor.startsWith('-'))
      return withPrefix(prefix, `קומה מינוס ${toNumber(floor.slice(1))}${of}`);
    return withPrefix(prefix, `קומה ${toNumber(floor)}${of}`);
  });
}

function toNumber(digits: string): string {
  return toCardinal(Number(digits), 'feminine');
}

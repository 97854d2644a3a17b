import { toCardinal } from './cardinal.ts';
import { withPrefix } from './prefix.ts';

/** A minus that a right-to-left keyboard leaves behind its number: קומה 1-. */
const MINUS_BEHIND =
  /(?<=קומה |(?:קומת )?(?:מרתף|חניון|מפלס) )-?(\d{1,2})[-–](?=\s*(?:$|[,.;!?)]))/g;
/** The highest floor with its number: קומה אחרונה 5/5. */
const TOP_FLOOR = /(קומה (?:אחרונה|עליונה)),? (\d{1,2})\/(\d{1,2})(?![\d/])/g;
const FLOOR =
  /(?<![א-ת])([ובהלמש]{0,2})(קומה|קומת (?:מרתף|חניון)|(?:מרתף|חניון|מפלס)(?= -\d))(:?) (ה[-־])?(-?\d{1,3})(?:(?:\/| מ[-־](?=\d{1,3}(?:[,.;!?]|$)))(\d{1,3})(?![\d/:]|[.,-]\d)|(?![\d/:]|[.,-]\d| ?[-–] ?\d))/g;

/** Returns a text with floors in words: by number, the two lowest by name. */
export function withSpokenFloors(text: string): string {
  return text
    .replace(
      TOP_FLOOR,
      (_, name, floor, outOf) => `${name}, ${toNumber(floor)} מתוך ${toNumber(outOf)}`,
    )
    .replace(MINUS_BEHIND, '-$1')
    .replace(FLOOR, (match, prefix, called, colon, ordinal, floor, outOf) => {
      const name = called + colon;
      if (ordinal) return match;
      const of = outOf ? ` מתוך ${toNumber(outOf)}` : '';
      if (floor.startsWith('-'))
        return withPrefix(prefix, `${name} מינוס ${toNumber(floor.slice(1))}${of}`);
      if (called !== 'קומה' || colon) return withPrefix(prefix, `${name} ${toNumber(floor)}${of}`);
      if (Number(floor) === 0) return withPrefix(prefix, `קומת קרקע${of}`);
      if (Number(floor) === 1) return withPrefix(prefix, `קומה ראשונה${of}`);
      return withPrefix(prefix, `קומה ${toNumber(floor)}${of}`);
    });
}

function toNumber(digits: string): string {
  return toCardinal(Number(digits), 'feminine');
}

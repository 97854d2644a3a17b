const BEHIND_NUMBER = String.raw`(?<=\d) ?`;
const END = String.raw`(?![\p{L}\d])`;

/** Latin short forms and signs behind a number, with their Hebrew ones. */
const UNITS: readonly (readonly [pattern: string, hebrew: string])[] = [
  ['(?:m²|m2|sqm|sq\\.? ?m|מטר ?²|מ["״”]ר ?²|מ[\'׳’]? ?²)', ' מ"ר'],
  ['(?:m³|m3)', ' מ"ק'],
  ['km', ' ק"מ'],
  ['cm', ' ס"מ'],
  ['kg', ' ק"ג'],
  ['(?:NIS|nis|ILS)', ' ₪'],
  ['°[Cc]', '°'],
  ['USD', '$'],
  ['EUR', '€'],
  ['GBP', '£'],
  ['(?<=(?<!\\d)1 ?)(?:BR|bedroom)', ' חדר שינה'],
  ['(?:BR|bedrooms?|bdr)', ' חדרי שינה'],
  ['[Kk]', ' אלף'],
  ['(?:M|mln|million)', ' מיליון'],
  ['m', " מ'"],
];
const PATTERNS = UNITS.map(
  ([pattern, hebrew]) => [new RegExp(`${BEHIND_NUMBER}${pattern}${END}`, 'gu'), hebrew] as const,
);
const LATIN = /[A-Za-z²³]/;
const CURRENCY_AHEAD = /(?<![\p{L}\d])(?:NIS|nis|ILS) ?(?=\d)/gu;
const POUNDS_AHEAD = /(?<![\p{L}\d])GBP ?(?=\d)/gu;
const DOLLARS_AHEAD = /(?<![\p{L}\d])USD ?(?=\d)/gu;
/** The resolution of a picture, unlike thousands: מסך 4K. */
const RESOLUTION =
  /(?<![\p{L}\d.,:/-]|[₪$€] ?)(?<!(?:מחיר|שכירות|עולה|רק|עד|מעל|סכום|תקציב|עמלה|של) )([48])[Kk](?![\p{L}\d]|[-–]| ?(?:₪|ש["״”]?ח|שקל|לחודש|לשנה|מזומן|נטו|ברוטו))/gu;
const RESOLUTIONS: Readonly<Record<string, string>> = { 4: 'פור', 8: 'אייט' };
/** An hour on the English clock: 10:00 AM, 5pm. */
const ENGLISH_HOUR =
  /(?<![\d:.,])(1[0-2]|0?[1-9])(?:[:.]([0-5]\d))? ?([AaPp])\.?[Mm](?:\.(?=\s|$)|(?![\p{L}.]))/gu;
const TIMES = /(?<=\d) ?[xX] ?(?=\d)/g;

/** Returns a text with Latin units, times and multiplication signs beside numbers in Hebrew notation. */
export function withHebrewUnits(text: string): string {
  if (!LATIN.test(text)) return text;
  const hours = text
    .replace(ENGLISH_HOUR, (_, hour, minute = '00', half) => toDayHour(Number(hour), minute, half))
    .replace(RESOLUTION, (_, width) => `${RESOLUTIONS[width]} קיי`)
    .replace(TIMES, '×')
    .replace(CURRENCY_AHEAD, '₪')
    .replace(POUNDS_AHEAD, '£')
    .replace(DOLLARS_AHEAD, '$$');
  return PATTERNS.reduce((whole, [pattern, hebrew]) => whole.replace(pattern, hebrew), hours);
}

function toDayHour(hour: number, minute: string, half: string): string {
  const isMorning = /a/i.test(half);
  if (isMorning && hour < 12) return `${hour}:${minute} בבוקר`;
  return `${(hour % 12) + (isMorning ? 0 : 12)}:${minute}`;
}

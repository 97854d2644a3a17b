const UNITS = ['', 'אחד', 'שניים', 'שלושה', 'ארבעה', 'חמישה', 'שישה', 'שבעה', 'שמונה', 'תשעה'];
const CONSTRUCT = ['', '', '', 'שלושת', 'ארבעת', 'חמשת', 'ששת', 'שבעת', 'שמונת', 'תשעת', 'עשרת'];
const HUNDREDS = [
  '',
  'מאה',
  'מאתיים',
  'שלוש מאות',
  'ארבע מאות',
  '',
  'שש מאות',
  'שבע מאות',
  'שמונה מאות',
  'תשע מאות',
];

/** The spoken form of each sum in shekels: rents in steps of 500, prices in steps of 100,000. */
export const spokenAmounts: ReadonlyMap<number, string> = new Map([
  ...range(1, 19).flatMap((thousands): [number, string][] => [
    [thousands * 1_000, spokenThousands(thousands)],
    [thousands * 1_000 + 500, `${spokenThousands(thousands)} וחמש מאות`],
  ]),
  [20_000, 'עשרים אלף'],
  ...range(1, 9).flatMap((millions) =>
    range(0, 9).map((tenths): [number, string] => [
      millions * 1_000_000 + tenths * 100_000,
      `${spokenMillions(millions)}${spokenTenths(tenths)}`,
    ]),
  ),
]);

/** Returns the spoken form of a sum; digits where it has no round name. */
export function toSpokenAmount(shekels: number): string {
  return spokenAmounts.get(shekels) ?? shekels.toLocaleString('en');
}

function spokenThousands(thousands: number): string {
  if (thousands === 1) return 'אלף';
  if (thousands === 2) return 'אלפיים';
  if (thousands <= 10) return `${CONSTRUCT[thousands]} אלפים`;
  return `${thousands === 12 ? 'שנים' : UNITS[thousands - 10]} עשר אלף`;
}

function spokenMillions(millions: number): string {
  if (millions === 1) return 'מיליון';
  return `${millions === 2 ? 'שני' : UNITS[millions]} מיליון`;
}

function spokenTenths(tenths: number): string {
  if (tenths === 0) return '';
  return tenths === 5 ? ' וחצי' : ` ו${HUNDREDS[tenths]} אלף`;
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

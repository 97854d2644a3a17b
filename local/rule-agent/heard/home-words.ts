import type { ListingKind } from '#shared/domain/listings/listing-kinds.ts';
import { amountIn } from './heard-sums.ts';

/** The callers' words for kinds of property. A flat has no entry, since most callers look for one. */
const KINDS: readonly (readonly [RegExp, ListingKind])[] = [
  [/מגרש/, 'plot'],
  [/(?<![א-ת])ל?חנות(?![א-ת])/, 'shop'],
  [
    /(?:מחפש\S*|צרי[ךכ]\S*|לשכור|לקנות|רוצ\S+) (?:לשכור |לקנות )?משרד(?![א-ת])|(?<![א-ת])משרד (?:להשכרה|לשכור|למכירה|לקנות|ב)/,
    'office',
  ],
  [/פנטהאוז/, 'penthouse'],
  [/דופלקס/, 'duplex'],
  [/וילה|בית פרטי|קוטג/, 'house'],
];

/** The agent's words for a kind, of a wish and of a home. */
export const kindNames: Partial<Record<ListingKind, string>> = {
  plot: 'מגרש',
  shop: 'חנות',
  office: 'משרד',
  penthouse: 'פנטהאוז',
  duplex: 'דופלקס',
  house: 'בית',
};

/** The neighbourhoods that callers of the local world name in place of a city. */
export const areas = ['פלורנטין', 'לב העיר', 'נווה שאנן'];

/** A sum from here on is a price, and no rent. */
const LEAST_PRICE = 100_000;
const RANGE = /בין (.+?) (?:ל-?|ו-?|עד )(.+)/;

/** Returns the kind of property that a line names. */
export function kindIn(text: string): ListingKind | undefined {
  return KINDS.find(([words]) => words.test(text))?.[1];
}

/** Returns the neighbourhood that a line names. */
export function areaIn(text: string): string | undefined {
  return areas.find((name) => text.includes(`ב${name}`));
}

/** Returns the sums of a range: בין 5,000 ל-7,000. The first one may lack its thousands or millions. */
export function rangeIn(text: string): readonly [from: number, to: number] | undefined {
  const [, first = '', second = ''] = RANGE.exec(text) ?? [];
  const to = amountIn(second);
  if (!to) return undefined;
  const from = amountIn(first, to < LEAST_PRICE ? 'rent' : 'price');
  return from && from < to ? [from, to] : undefined;
}

import type { Column, ColumnMap } from '#shared/domain/listings/column-map.ts';
import type { Deal } from '#shared/domain/listings/listing.ts';
import type { Feature } from '#shared/domain/listings/listing-features.ts';
import { nameKey } from '#shared/domain/listings/listing-names.ts';
import { featureOf } from './feature-cells.ts';
import { adHeads, heads, landHeads, weakHeads } from './head-names.ts';
import { isMonthly, isOtherUnit, withoutBrackets } from './head-units.ts';

/** The meaning of a head: a column, or a feature whose cells say yes or no. The size of land stands in for plots alone. */
export type Meaning =
  | { readonly column: Column; readonly isOfLand?: boolean }
  | { readonly feature: Feature };

/** The words of a head that counts a feature: מספר חניות. */
const COUNT_OF = /^(?:מספר|מס|כמות) /;
/** The deals that a head of prices names. */
const dealWords = [
  ['rent', /(?<!\p{L})ל?(?:שכירות|השכרה|חודש|חודשי)(?!\p{L})|שכר דירה|שכד/u],
  ['sale', /(?<!\p{L})ל?מכירה(?!\p{L})/u],
] as const;

/** Returns the deal of the prices under a head; undefined for a head that may be of either. */
export function dealOfPrices(head: string): Deal | undefined {
  const name = nameOf(head);
  const named = dealWords.filter(([, words]) => words.test(name));
  return named.length === 1 ? named[0]?.[0] : undefined;
}

/** Returns the meaning of a head by itself; undefined for an unknown head. */
export function columnOf(head: string): Meaning | undefined {
  const name = nameOf(head);
  const column = heads.get(name) ?? weakHeads.get(name);
  if (column && isOtherUnit(head, column)) return undefined;
  if (column === 'arnona' && isMonthly(head)) return { column: 'arnona_monthly' };
  if (column) return { column };
  const feature = name && featureOf(name.replace(COUNT_OF, ''));
  return feature ? { feature } : undefined;
}

/** Returns the meaning of each head of a file. A map of the office's own names, by our names, goes before all others. */
export function meaningsOf(
  fileHeads: Iterable<string>,
  ownNames: ColumnMap = new Map(),
): ReadonlyMap<string, Meaning> {
  const own = new Map([...ownNames].map(([column, head]) => [nameOf(head), column] as const));
  const all = [...fileHeads];
  const strong = new Set<Column>(ownNames.keys());
  for (const head of all) {
    const column = heads.get(nameOf(head));
    if (column) strong.add(column);
  }
  const meanings = new Map<string, Meaning>();
  for (const head of all) {
    const name = nameOf(head);
    const mapped = own.get(name);
    if (mapped && isOtherUnit(head, mapped)) continue;
    const meaning = mapped ? { column: mapped } : meaningOf(head, strong);
    const isReplaced = !mapped && meaning && 'column' in meaning && ownNames.has(meaning.column);
    if (meaning && !isReplaced) meanings.set(head, meaning);
  }
  return meanings;
}

function meaningOf(head: string, strong: ReadonlySet<Column>): Meaning | undefined {
  const name = nameOf(head);
  const weak = weakHeads.get(name);
  if (!weak || heads.has(name) || !strong.has(weak)) return columnOf(head);
  if (landHeads.has(name)) return { column: 'sqm', isOfLand: true };
  return adHeads.has(name) ? { column: 'ad_ids' } : undefined;
}

function nameOf(head: string): string {
  return nameKey(withoutBrackets(head).replace(/[₪:*.]/g, ''));
}

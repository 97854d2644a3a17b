/** The columns of an import by the names that problems and settings use. */
export const columnNames = [
  'id',
  'deal',
  'kind',
  'city',
  'street',
  'number',
  'neighbourhood',
  'rooms',
  'floor',
  'floors',
  'sqm',
  'price',
  'arnona',
  'arnona_monthly',
  'vaad',
  'features',
  'condition',
  'available_from',
  'description',
  'status',
  'exclusive',
  'broker',
  'broker_phone',
  'ad_ids',
  'photos',
] as const;

/** A column with its own meaning. */
export type Column = (typeof columnNames)[number];

/** A source's own heads by our names of columns. */
export type ColumnMap = ReadonlyMap<Column, string>;

/** Returns the map of a text like `price=מחיר סופי, id=קוד`; undefined if a part is wrong. */
export function readColumnMap(text: string): ColumnMap | undefined {
  const parts = text
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter(Boolean);
  const pairs = parts.map((part) => {
    const [name = '', ...head] = part.split('=');
    const column = columnNames.find((known) => known === name.trim());
    const words = head.join('=').trim();
    return column && words ? ([column, words] as const) : undefined;
  });
  const known = pairs.filter((pair) => pair !== undefined);
  const map = new Map(known);
  return known.length === parts.length && map.size === parts.length ? map : undefined;
}

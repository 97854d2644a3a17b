/** Hebrew final letters and their regular forms. */
const finals: Readonly<Record<string, string>> = { ך: 'כ', ם: 'מ', ן: 'נ', ף: 'פ', ץ: 'צ' };
const HYPHENS = /[-‐-―־_/]+/g;
const POINTS = /[\u0591-\u05c7]/g;
const QUOTES = /["'`´‘’‚“”„׳״]+/g;
const UNSEEN = /[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const DOUBLED = /([וי])\1+/g;

/** Returns the normalised form of a name: no vowel points, quotes, hyphens, final or doubled letters. */
export function nameKey(name: string): string {
  return name
    .normalize('NFKC')
    .replace(UNSEEN, '')
    .replace(HYPHENS, ' ')
    .replace(POINTS, '')
    .replace(QUOTES, '')
    .replace(/[ךםןףץ]/g, (letter) => finals[letter] ?? letter)
    .replace(DOUBLED, '$1')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}

/** Returns a map from every normalised spelling in a table to its main name. */
export function byAnyName<Name extends string>(
  table: Readonly<Record<Name, readonly string[]>>,
): ReadonlyMap<string, Name> {
  const names = Object.keys(table) as Name[];
  return new Map(
    names.flatMap((name) => [name, ...table[name]].map((other) => [nameKey(other), name] as const)),
  );
}

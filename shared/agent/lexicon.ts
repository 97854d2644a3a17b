import * as z from 'zod/mini';
import office from '#assets/lexicon.json' with { type: 'json' };
import { splitHouse } from '#shared/domain/listings/house-number.ts';
import type { ListingPlace } from '#shared/domain/listings/listing.ts';
import { cityKey } from '#shared/domain/listings/listing-city.ts';
import { isPlainName, toPlainName } from '#shared/domain/plain-name.ts';
import { InvalidInput } from '#shared/errors.ts';

/** The office's lexicon: names that the transcriber expects, and pronunciations of names. */
export type Lexicon = {
  readonly keywords: readonly string[];
  /** Maps a written name to the pointed text that the voice pronounces correctly. */
  readonly pronunciations: ReadonlyMap<string, string>;
};

/** The most keywords of a transcriber; more of them make it mishear other words. */
const MAX_KEYWORDS = 50;
/** The longest name of a street or a person. */
const MAX_NAME_CHARS = 60;
/** A limit because every sentence is searched for all of them. */
const MAX_PRONUNCIATIONS = 1_000;
/** Each letter may carry two vowel points. */
const MAX_POINTED_CHARS = 3 * MAX_NAME_CHARS;
const POINTS = /[\u0591-\u05c7]/;

const name = z
  .string('must be a text')
  .check(
    z.regex(/\p{L}/u, 'must have a letter'),
    z.maxLength(MAX_NAME_CHARS, `must be at most ${MAX_NAME_CHARS} characters`),
    z.refine(isPlainName, 'must be one line, without < or >'),
  );
const written = name.check(
  z.refine((text) => !POINTS.test(text), 'must be written without points'),
);
const pointed = z
  .string('must be a text')
  .check(
    z.regex(/[א-ת]/, 'must have a Hebrew letter'),
    z.maxLength(MAX_POINTED_CHARS, `must be at most ${MAX_POINTED_CHARS} characters`),
  );
const lexicon = z.strictObject({
  keywords: z
    .array(name, 'must be a list')
    .check(z.maxLength(MAX_KEYWORDS, `must be at most ${MAX_KEYWORDS} names`)),
  pronunciations: z
    .record(written, pointed, 'must be names with their pointed texts')
    .check(
      z.refine(
        (all) => Object.keys(all).length <= MAX_PRONUNCIATIONS,
        `must be at most ${MAX_PRONUNCIATIONS} names`,
      ),
    ),
});

/**
 * Returns the office's lexicon, or that of another file by its name.
 * @throws InvalidInput naming each entry that cannot be used.
 */
export function readLexicon(entries: unknown = office, file = 'assets/lexicon.json'): Lexicon {
  const { success, data, error } = z.safeParse(lexicon, entries);
  if (!success) {
    const problems = error.issues.map(toProblem).join('; ');
    throw new InvalidInput(`${file}: ${problems}.`);
  }
  const { keywords, pronunciations } = data;
  const written = Object.entries(pronunciations).flatMap(([name, spoken]) =>
    spellings(name).map((spelling) => [spelling, spoken] as const),
  );
  return { keywords, pronunciations: new Map(written) };
}

/**
 * Returns the transcriber's keywords: the office's own, then the streets, neighbourhoods and cities on offer,
 * each group sorted by frequency. It counts page by page, so that the calls of its process go on between two pages.
 * @throws VendorFailed if a page cannot be read
 */
export async function keywordsOf(
  { keywords }: Lexicon,
  pages: AsyncIterable<readonly ListingPlace[]> | Iterable<readonly ListingPlace[]>,
): Promise<string[]> {
  const [streets, neighbourhoods, cities] = [nameCount(), nameCount(), nameCount()];
  for await (const page of pages) {
    for (const { status, street, neighbourhood, city } of page) {
      if (status !== 'active') continue;
      streets.add(street, withoutNumber);
      neighbourhoods.add(neighbourhood);
      cities.add(city);
    }
  }
  const chosen = new Map<string, string>();
  for (const names of [keywords, streets.ranked(), neighbourhoods.ranked(), cities.ranked()]) {
    for (const text of names) {
      if (chosen.size >= MAX_KEYWORDS) break;
      const key = cityKey(text);
      if (!chosen.has(key) && name.safeParse(text).success) chosen.set(key, text);
    }
  }
  return [...chosen.values()];
}

function withoutNumber(street: string): string {
  return splitHouse(street).street;
}

/** Counts the spellings of one name. */
type Spellings = Map<string, number>;

/** Opens a count of names. All spellings of a name count together; each is looked at once. */
function nameCount() {
  const spellingsOf = new Map<string, { spelling: string; spellings: Spellings } | undefined>();
  const byKey = new Map<string, Spellings>();

  /** Returns the name behind a written text; undefined if it has none. */
  const entryOf = (written: string, shorten: (text: string) => string) => {
    if (spellingsOf.has(written)) return spellingsOf.get(written);
    // Rows that were imported before names had to be plain hold others.
    const plain = toPlainName(written);
    const spelling = plain && shorten(plain);
    const key = spelling && cityKey(spelling);
    const spellings = key ? (byKey.get(key) ?? new Map<string, number>()) : undefined;
    if (key && spellings) byKey.set(key, spellings);
    const entry = spelling && spellings ? { spelling, spellings } : undefined;
    spellingsOf.set(written, entry);
    return entry;
  };

  return {
    add(written: string | undefined, shorten = (text: string) => text): void {
      const entry = written ? entryOf(written, shorten) : undefined;
      if (entry)
        entry.spellings.set(entry.spelling, (entry.spellings.get(entry.spelling) ?? 0) + 1);
    },
    /** Returns the names by frequency over all their spellings, each in its most frequent spelling. */
    ranked(): string[] {
      return [...byKey.values()]
        .map(rankOf)
        .sort((one, other) => other.times - one.times || other.most - one.most)
        .map(({ spelling }) => spelling);
    },
  };
}

/** Returns the most frequent spelling of a name, how often it stands, and how often the name does. */
function rankOf(spellings: Spellings) {
  let [spelling, most, times] = ['', 0, 0];
  for (const [each, count] of spellings) {
    times += count;
    if (count > most) [spelling, most] = [each, count];
  }
  return { spelling, most, times };
}

/** Returns a name with typewriter quotes and with Hebrew quotes: a model writes either. */
function spellings(name: string): string[] {
  return [...new Set([name, name.replace(/[׳’]/g, "'"), name.replace(/['’]/g, '׳')])].flatMap(
    (spelling) => [...new Set([spelling, spelling.replace(/["”]/g, '״')])],
  );
}

function toProblem(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `"${issue.keys.join('", "')}" is not known here`;
    case 'invalid_key':
      return `"${issue.path.join('.')}" ${issue.issues[0]?.message}`;
    default:
      if (issue.path.length === 0) return 'it must be an object';
      return `"${issue.path.join('.')}" ${issue.message}`;
  }
}

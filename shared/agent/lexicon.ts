import * as z from 'zod/mini';
import office from '#assets/lexicon.json' with { type: 'json' };
import { splitHouse } from '#shared/domain/listings/house-number.ts';
import type { Listing } from '#shared/domain/listings/listing.ts';
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
 * each group sorted by frequency.
 */
export function keywordsOf({ keywords }: Lexicon, listings: readonly Listing[]): string[] {
  const offered = listings.filter(({ status }) => status === 'active');
  const names = [
    ...keywords,
    ...byFrequency(plainNames(offered.map(({ street }) => street)).map(withoutNumber)),
    ...byFrequency(plainNames(offered.map(({ neighbourhood }) => neighbourhood))),
    ...byFrequency(plainNames(offered.map(({ city }) => city))),
  ];
  const usable = names.filter((text) => name.safeParse(text).success);
  return uniqueNames(usable).slice(0, MAX_KEYWORDS);
}

/** Makes names plain; rows that were imported before names had to be plain hold others. */
function plainNames(names: readonly (string | undefined)[]): string[] {
  return names.flatMap((text = '') => toPlainName(text) || []);
}

function withoutNumber(street: string): string {
  return splitHouse(street).street;
}

/** Returns names by frequency over all their spellings, each in its most frequent spelling. */
function byFrequency(named: readonly string[]): string[] {
  const bySpelling = Object.entries(Object.groupBy(named, (name) => name))
    .sort(([, one = []], [, other = []]) => other.length - one.length)
    .map(([spelling]) => spelling);
  const byKey = Object.groupBy(named, cityKey);
  const times = (spelling: string) => byKey[cityKey(spelling)]?.length ?? 0;
  return uniqueNames(bySpelling).sort((one, other) => times(other) - times(one));
}

/** Returns names without duplicates: only the first spelling of a name, and the first name of a city. */
function uniqueNames(names: readonly string[]): string[] {
  const keys = names.map(cityKey);
  return names.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
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

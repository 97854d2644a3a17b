import * as z from 'zod/mini';
import office from '#assets/lexicon.json' with { type: 'json' };
import type { Listing } from '#shared/domain/listings/listing.ts';
import { cityKey } from '#shared/domain/listings/listing-city.ts';
import { isPlainName, toPlainName } from '#shared/domain/plain-name.ts';
import { InvalidInput } from '#shared/errors.ts';

/** What an office teaches the agent: names to listen for, and how names are read. */
export type Lexicon = {
  readonly keywords: readonly string[];
  /** A name, as it is written, to the pointed text that a voice reads rightly. */
  readonly pronunciations: ReadonlyMap<string, string>;
};

/** A transcriber listens for so many names; more take its ear off what was said. */
const MAX_KEYWORDS = 50;
/** No name of a street or a person is longer. */
const MAX_NAME_CHARS = 60;
/** Every sentence is searched for all of them. */
const MAX_PRONUNCIATIONS = 1_000;
/** A point or two stands on every letter. */
const MAX_POINTED_CHARS = 3 * MAX_NAME_CHARS;
const POINTS = /[\u0591-\u05c7]/;
const HOUSE_NUMBER = /\s+\d+\S*$/;

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

/** Reads the office's lexicon; an entry that cannot be used is named (`InvalidInput`). */
export function readLexicon(entries: unknown = office): Lexicon {
  const { success, data, error } = z.safeParse(lexicon, entries);
  if (!success) {
    const problems = error.issues.map(toProblem).join('; ');
    throw new InvalidInput(`assets/lexicon.json: ${problems}.`);
  }
  const { keywords, pronunciations } = data;
  const written = Object.entries(pronunciations).flatMap(([name, spoken]) =>
    spellings(name).map((spelling) => [spelling, spoken] as const),
  );
  return { keywords, pronunciations: new Map(written) };
}

/** Gives the transcriber the names to listen for: the office's own, then the streets, neighbourhoods and cities on offer, the most frequent first. */
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
  return street.replace(HOUSE_NUMBER, '');
}

/** Orders names by how often they come, in whatever spelling; each is given in its most frequent one. */
function byFrequency(named: readonly string[]): string[] {
  const bySpelling = Object.entries(Object.groupBy(named, (name) => name))
    .sort(([, one = []], [, other = []]) => other.length - one.length)
    .map(([spelling]) => spelling);
  const byKey = Object.groupBy(named, cityKey);
  const times = (spelling: string) => byKey[cityKey(spelling)]?.length ?? 0;
  return uniqueNames(bySpelling).sort((one, other) => times(other) - times(one));
}

/** Takes of several spellings of a name, and of several names of a city, the first. */
function uniqueNames(names: readonly string[]): string[] {
  const keys = names.map(cityKey);
  return names.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
}

/** A name with the quotes of a keyboard and those of a typesetter: a model writes either. */
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

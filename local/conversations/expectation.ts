import * as z from 'zod/mini';
import { exactly } from '#local/control/valid-input.ts';
import { dayNames, inHebrew, placeholders, toMoment } from './script-days.ts';

/** A longer list would accept nearly any answer. */
const MAX_WORDS = 50;
const MAX_TEXT_CHARACTERS = 500;

/** Checks words of a script, in which days may be named: `{next_workday}`. */
export const scriptText = z.string('must be text').check(
  z.regex(/\S/, 'must not be empty'),
  z.maxLength(MAX_TEXT_CHARACTERS, `must not be longer than ${MAX_TEXT_CHARACTERS} characters`),
  z.refine((text) => strangers(text).length === 0, {
    error: ({ input }) => noSuchDay(String(input)),
  }),
);

/** Checks a list of alternatives. */
export const someWords = z
  .array(scriptText, 'must be a list of words')
  .check(
    z.minLength(1, 'must not be empty'),
    z.maxLength(MAX_WORDS, `must not have more than ${MAX_WORDS} words`),
  );

const number = z.number('must be a number');
const matcher = exactly({
  /** The text contains at least one of these. */
  anyOf: z.exactOptional(someWords),
  /** The text contains none of these. */
  noneOf: z.exactOptional(someWords),
  atLeast: z.exactOptional(number),
  atMost: z.exactOptional(number),
  /** A day and a time in Israel. */
  moment: z.exactOptional(
    z
      .string('must be text')
      .check(
        z.refine(
          (text) => toMoment(text, 0) !== undefined,
          `must be a day and a time like "{next_workday} 10:00"; the days are ${dayNames.join(', ')}`,
        ),
      ),
  ),
  /** Whether the value is present. */
  present: z.exactOptional(z.boolean('must be true or false')),
});

/** Checks the expectation of a value: the value itself, null for absence, or a matcher. */
export const expected = z.pipe(
  z.unknown(),
  z.transform((value: unknown, context): Expected => {
    const isPlain = value === null || typeof value === 'number' || typeof value === 'boolean';
    if (isPlain) return value;
    const read = typeof value === 'string' ? scriptText : matcher;
    const { data, error } = read.safeParse(value);
    for (const { path, message } of error?.issues ?? []) {
      context.issues.push({ code: 'custom', input: value, path: [...path], message });
    }
    return data ?? z.NEVER;
  }),
);

/** Checks the expectations of a row's columns; columns without one may hold anything. */
export const expectedRow = z.record(z.string(), expected, 'must be an object of columns');

type Matcher = z.output<typeof matcher>;
type Expected = null | boolean | number | string | Matcher;
/** The expected columns of a row; others may hold anything. */
export type ExpectedRow = Readonly<Record<string, Expected>>;

/** Describes the difference between a value and its expectation; returns undefined where it matches. */
export function mismatch(wanted: Expected, value: unknown, now: number): string | undefined {
  if (wanted === null) return isPresent(value) ? `is ${show(value)}, not nothing` : undefined;
  if (typeof wanted === 'string') return mismatch({ anyOf: [wanted] }, value, now);
  if (typeof wanted !== 'object')
    return value === wanted ? undefined : `is ${show(value)}, not ${wanted}`;
  const { anyOf, noneOf, atLeast, atMost, moment, present } = wanted;
  const text = typeof value === 'object' && value ? JSON.stringify(value) : String(value ?? '');
  const has = (words: string) => plain(text).includes(plain(inHebrew(words, now)));
  const count = typeof value === 'number' ? value : Number.NaN;
  const spoken = (words: readonly string[]) => words.map((word) => inHebrew(word, now)).join(' / ');
  if (present !== undefined && isPresent(value) !== present) {
    return present ? 'is not there' : `is ${show(value)}, not nothing`;
  }
  if (anyOf && !anyOf.some(has)) return `is ${show(value)}, without any of ${spoken(anyOf)}`;
  const unwanted = noneOf?.filter(has) ?? [];
  if (unwanted.length > 0) return `is ${show(value)}, with ${spoken(unwanted)}`;
  if (atLeast !== undefined && !(count >= atLeast))
    return `is ${show(value)}, not at least ${atLeast}`;
  if (atMost !== undefined && !(count <= atMost)) return `is ${show(value)}, not at most ${atMost}`;
  if (moment !== undefined && value !== toMoment(moment, now)) {
    const instant = toMoment(moment, now);
    return `is ${show(value)}, not ${instant} (${moment}, ${new Date(instant ?? 0).toISOString()})`;
  }
  return undefined;
}

/** Describes the columns of a row that differ from their expectations. */
export function mismatches(wanted: ExpectedRow, row: object | undefined, now: number): string[] {
  const columns = Object.entries(row ?? {});
  return Object.entries(wanted).flatMap(([column, value]) => {
    const problem = mismatch(value, columns.find(([name]) => name === column)?.[1], now);
    return problem ? [`${column} ${problem}`] : [];
  });
}

/** Reduces a text to letters and digits: vowel points and punctuation do not count as differences. */
export function plain(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/(?<=\d),(?=\d)/g, '')
    .replaceAll(/["'׳״`]/g, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Describes the unknown day names in a text. */
export function noSuchDay(text: string): string {
  return `names ${strangers(text).join()}; there is only {${dayNames.join('}, {')}}`;
}

/** Returns the day names in a text that do not exist. */
export function strangers(text: string): string[] {
  return [...text.matchAll(placeholders)].flatMap(([whole, name = '']) =>
    dayNames.includes(name) ? [] : [whole],
  );
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

function show(value: unknown): string {
  return isPresent(value) ? JSON.stringify(value) : 'nothing';
}

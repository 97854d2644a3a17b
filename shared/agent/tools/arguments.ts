import * as z from 'zod/mini';

/** One argument of a tool: the JSON schema for the model, and the check of the model's value. */
export type Argument<T> = {
  readonly schema: {
    readonly type: string | readonly string[];
    readonly [keyword: string]: unknown;
  };
  readonly accepts: z.ZodMiniType<T>;
};

/** The longest text: a caller's sentence is shorter. */
const MAX_TEXT_CHARS = 200;
/** The longest list: callers name a handful of wishes. */
const MAX_WORDS = 20;
/** A local time in Israel, to the minute. */
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

// OpenAI's strict schemas do not support `maxLength`, so a longer text is refused on arrival.
const boundedText = z.string().check(z.trim(), z.maxLength(MAX_TEXT_CHARS));

/** Returns an argument for a text. */
export function text(description: string): Argument<string> {
  return { schema: { type: 'string', description }, accepts: boundedText };
}

/** Returns an argument for a list of texts. */
export function texts(description: string): Argument<string[]> {
  return {
    schema: { type: 'array', items: { type: 'string' }, description },
    accepts: z.array(boundedText).check(z.maxLength(MAX_WORDS)),
  };
}

/** Returns an argument for a local time in Israel, to the minute. */
export function time(description: string): Argument<string> {
  return {
    schema: {
      type: 'string',
      pattern: TIME.source,
      description: `${description}, in Israel, as YYYY-MM-DDTHH:MM`,
    },
    accepts: z.string().check(z.regex(TIME)),
  };
}

/** Returns an argument for a day in Israel. */
export function day(description: string): Argument<string> {
  return {
    schema: { type: 'string', pattern: DAY.source, description: `${description}, as YYYY-MM-DD` },
    accepts: z.string().check(z.regex(DAY)),
  };
}

/** Returns an argument for one of the given words. */
export function oneOf<const Word extends string>(
  words: readonly Word[],
  description: string,
): Argument<Word> {
  return { schema: { type: 'string', enum: words, description }, accepts: z.enum(words) };
}

/** Returns an argument for yes or no. */
export function yesOrNo(description: string): Argument<boolean> {
  return { schema: { type: 'boolean', description }, accepts: z.boolean() };
}

/** Returns an argument that holds others by their names. */
export function group<Fields extends Record<string, unknown>>(
  description: string,
  fields: { readonly [Name in keyof Fields]: Argument<Fields[Name]> },
): Argument<Fields> {
  const named: [string, Argument<unknown>][] = Object.entries(fields);
  const accepts = z.strictObject(
    Object.fromEntries(named.map(([name, one]) => [name, one.accepts])),
  );
  return {
    schema: {
      type: 'object',
      description,
      properties: Object.fromEntries(named.map(([name, one]) => [name, one.schema])),
      required: named.map(([name]) => name),
      additionalProperties: false,
    },
    // The shape is built from the fields, so the compiler cannot see their types.
    accepts: accepts as unknown as z.ZodMiniType<Fields>,
  };
}

/** Returns an argument for a number within a range, both ends included, in whole steps. The store takes no tiny fraction. */
export function number(
  description: string,
  { from, to, step }: Range & { readonly step: number },
): Argument<number> {
  return {
    schema: { type: 'number', ...toKeywords({ from, to }), multipleOf: step, description },
    accepts: z.number().check(
      z.gte(from),
      z.lte(to),
      z.refine((value) => Number.isInteger(value / step)),
    ),
  };
}

/** Returns an argument for a whole number within a range, both ends included. */
export function integer(description: string, range: Range): Argument<number> {
  return {
    schema: { type: 'integer', ...toKeywords(range), description },
    accepts: z.int().check(z.gte(range.from), z.lte(range.to)),
  };
}

/** Returns an argument that also accepts `null` for an unknown value. */
export function orNull<T>({ schema, accepts }: Argument<T>): Argument<T | null> {
  const { type, enum: words, ...rest } = schema;
  const orNullWords = Array.isArray(words) ? { enum: [...words, null] } : {};
  return {
    schema: { type: [type, 'null'].flat(), ...orNullWords, ...rest },
    accepts: z.nullable(accepts),
  };
}

type Range = { readonly from: number; readonly to: number };

function toKeywords({ from, to }: Range) {
  return { minimum: from, maximum: to };
}

import * as z from 'zod/mini';

/** One argument of a tool, written once: as a model is told of it, and as what it sends is checked. */
export type Argument<T> = {
  readonly schema: {
    readonly type: string | readonly string[];
    readonly [keyword: string]: unknown;
  };
  readonly accepts: z.ZodMiniType<T>;
};

/** Nothing that a caller says in a sentence is longer. */
const MAX_TEXT_CHARS = 200;
/** Callers name a handful of wishes. */
const MAX_WORDS = 20;
/** A moment to the minute, as clocks in Israel show it. */
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

// OpenAI's strict schemas know no `maxLength`: a text that is too long is refused when it comes.
const boundedText = z.string().check(z.trim(), z.maxLength(MAX_TEXT_CHARS));

export function text(description: string): Argument<string> {
  return { schema: { type: 'string', description }, accepts: boundedText };
}

export function texts(description: string): Argument<string[]> {
  return {
    schema: { type: 'array', items: { type: 'string' }, description },
    accepts: z.array(boundedText).check(z.maxLength(MAX_WORDS)),
  };
}

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

export function oneOf<const Word extends string>(
  words: readonly Word[],
  description: string,
): Argument<Word> {
  return { schema: { type: 'string', enum: words, description }, accepts: z.enum(words) };
}

export function number(description: string, range: Range): Argument<number> {
  return {
    schema: { type: 'number', ...toKeywords(range), description },
    accepts: z.number().check(z.gte(range.from), z.lte(range.to)),
  };
}

export function integer(description: string, range: Range): Argument<number> {
  return {
    schema: { type: 'integer', ...toKeywords(range), description },
    accepts: z.int().check(z.gte(range.from), z.lte(range.to)),
  };
}

/** Makes of an argument one for which `null` says that nothing is known. */
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

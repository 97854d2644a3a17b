import * as z from 'zod/mini';
import type { CallerStep } from '#local/scenario/caller-steps.ts';
import type { Words } from '#local/scenario/utterance.ts';
import { exactly } from './valid-input.ts';

/** A script plays in real time, and a longer one takes too long. */
export const MAX_STEPS = 200;
/** More than a caller says in one breath. */
const MAX_TEXT_CHARACTERS = 500;
/** More pieces than a spoken sentence has. */
const MAX_PARTS = 40;
const MAX_WAIT_MS = 10 * 60_000;
/** After a longer pause the words are another utterance, with a step of its own. */
const MAX_PAUSE_MS = 10_000;
/** Half a minute of telephone audio, in base64. */
const MAX_RECORDING_CHARACTERS = 320_000;

const text = z
  .string('must be text')
  .check(
    z.regex(/\S/, 'must not be empty'),
    z.maxLength(MAX_TEXT_CHARACTERS, `must not be longer than ${MAX_TEXT_CHARACTERS} characters`),
  );
const milliseconds = (max: number) =>
  z
    .int('must be a whole number of milliseconds')
    .check(z.minimum(0, 'must not be negative'), z.maximum(max, `must not be more than ${max}`));
const pause = milliseconds(MAX_PAUSE_MS);
const words = z.pipe(
  z.unknown(),
  z.transform((value: unknown, context): Words => {
    const parts = Array.isArray(value) ? value : [value];
    const problems = parts.flatMap((part, at) => {
      const { error } = (typeof part === 'number' ? pause : text).safeParse(part);
      const path = Array.isArray(value) ? [at] : [];
      return error?.issues.map(({ message }) => ({ path, message })) ?? [];
    });
    if (parts.length > MAX_PARTS)
      problems.push({ path: [], message: `must not have more than ${MAX_PARTS} parts` });
    if (!parts.some((part) => typeof part === 'string')) {
      if (Array.isArray(value)) problems.push({ path: [], message: 'must hold some words' });
    }
    for (const problem of problems)
      context.issues.push({ code: 'custom', input: value, ...problem });
    return problems.length > 0 ? z.NEVER : (value as Words);
  }),
);
const recording = z.exactOptional(
  z
    .string('must be text')
    .check(
      z.regex(/^[A-Za-z0-9+/]+={0,2}$/, 'must be μ-law in base64'),
      z.maxLength(MAX_RECORDING_CHARACTERS, 'must not be longer than 30 seconds'),
    ),
);
const waitMs = milliseconds(MAX_WAIT_MS);
const yes = z.literal(true, 'must be true');
const keys = z
  .string('must be text')
  .check(z.regex(/^[0-9*#]{1,32}$/, 'must be 1 to 32 of the keys 0–9, * and #'));

/** The fields of each kind of step; the first field identifies the kind. */
const stepKinds = {
  say: { say: words, recording },
  interrupt: { interrupt: words, afterMs: waitMs, recording },
  cough: { cough: yes, afterMs: waitMs },
  press: { press: keys },
  listen: { listen: yes },
  untilSound: { untilSound: yes },
  untilBeep: { untilBeep: yes },
  waitMs: { waitMs },
  hangUp: { hangUp: yes },
} as const satisfies Readonly<Record<string, Readonly<Record<string, z.ZodMiniType>>>>;

/** The name of a kind of step. */
export type StepKind = keyof typeof stepKinds;

/** Checks one step of a caller, identified by its field, with the additional fields of its kind. */
export function stepWith<More extends object>(
  more: (kind: StepKind) => Readonly<Record<string, z.ZodMiniType>>,
) {
  const kinds = Object.entries(stepKinds).map(
    ([name, shape]) => [name, exactly({ ...shape, ...more(name as StepKind) })] as const,
  );
  return z.pipe(
    z.unknown(),
    z.transform((value: unknown, context): CallerStep & More => {
      const names = Object.keys(Object(value));
      const kind = kinds.find(([name]) => names.includes(name));
      const { data, error } = kind?.[1].safeParse(value) ?? {};
      if (data) return data as CallerStep & More;
      const oneOf = `must have one of the fields ${Object.keys(stepKinds).join(', ')}`;
      const problems = error?.issues ?? [{ path: [], message: oneOf }];
      for (const { path, message } of problems) {
        context.issues.push({ code: 'custom', input: value, path: [...path], message });
      }
      return z.NEVER;
    }),
  );
}

/** Checks a list of at most `MAX_STEPS` steps. */
export function scriptOf<Step extends z.ZodMiniType>(step: Step) {
  return z
    .array(step, 'must be a list of steps')
    .check(z.maxLength(MAX_STEPS, `must not have more than ${MAX_STEPS} steps`));
}

/** Checks one step of a caller. */
export const callerStep = stepWith(() => ({}));

/** Checks a caller's script as it comes over the wire. */
export const callerScript = scriptOf(callerStep);

import * as z from 'zod/mini';
import type { CallerStep } from '#local/scenario/caller-steps.ts';
import { exactly } from './valid-input.ts';

/** A script is heard in real time; nobody listens to a longer one. */
export const MAX_STEPS = 200;
/** What a caller says in one breath, and more. */
const MAX_TEXT_CHARACTERS = 500;
const MAX_WAIT_MS = 10 * 60_000;

const words = z
  .string('must be text')
  .check(
    z.regex(/\S/, 'must not be empty'),
    z.maxLength(MAX_TEXT_CHARACTERS, `must not be longer than ${MAX_TEXT_CHARACTERS} characters`),
  );
const waitMs = z
  .int('must be a whole number of milliseconds')
  .check(
    z.minimum(0, 'must not be negative'),
    z.maximum(MAX_WAIT_MS, `must not be more than ${MAX_WAIT_MS}`),
  );
const yes = z.literal(true, 'must be true');
const keys = z
  .string('must be text')
  .check(z.regex(/^[0-9*#]{1,32}$/, 'must be 1 to 32 of the keys 0–9, * and #'));

const stepKinds: Readonly<Record<string, z.ZodMiniType<CallerStep>>> = {
  say: exactly({ say: words }),
  interrupt: exactly({ interrupt: words, afterMs: waitMs }),
  cough: exactly({ cough: yes, afterMs: waitMs }),
  press: exactly({ press: keys }),
  listen: exactly({ listen: yes }),
  untilSound: exactly({ untilSound: yes }),
  waitMs: exactly({ waitMs }),
  hangUp: exactly({ hangUp: yes }),
};

/** One thing that a caller does, told by the name of its field. */
export const callerStep = z.pipe(
  z.unknown(),
  z.transform((value: unknown, context): CallerStep => {
    const names = Object.keys(Object(value));
    const kind = Object.entries(stepKinds).find(([name]) => names.includes(name));
    const { data, error } = kind?.[1].safeParse(value) ?? {};
    if (data) return data;
    const oneOf = `must have one of the fields ${Object.keys(stepKinds).join(', ')}`;
    const problems = error?.issues ?? [{ path: [], message: oneOf }];
    for (const { path, message } of problems) {
      context.issues.push({ code: 'custom', input: value, path: [...path], message });
    }
    return z.NEVER;
  }),
);

/** What a caller does, as it comes from a file or over the wire. */
export const callerScript = z
  .array(callerStep, 'must be a list of steps')
  .check(z.maxLength(MAX_STEPS, `must not have more than ${MAX_STEPS} steps`));

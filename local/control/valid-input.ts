import * as z from 'zod/mini';
import { InvalidInput } from '#shared/errors.ts';

/** Reads a value from outside, or says of every field what is wrong with it (`InvalidInput`). */
export function readValid<Schema extends z.ZodMiniType>(
  schema: Schema,
  value: unknown,
  name: string,
): z.output<Schema> {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const problems = error.issues.map(({ path, message }) => `${toName(name, path)} ${message}`);
  throw new InvalidInput(`${problems.join('; ')}.`);
}

/** Reads JSON text, or says that it is none (`InvalidInput`). */
export function readJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidInput(`${name} must be JSON.`, { cause });
  }
}

/** An object with these fields and no others, and a message that says which one is too much. */
export function exactly<Shape extends Record<string, z.ZodMiniType>>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `has no field "${issue.keys.join('", "')}", only ${Object.keys(shape).join(', ')}`
        : 'must be an object',
  });
}

function toName(name: string, path: readonly PropertyKey[]): string {
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`));
  return (name + steps.join('')).replace(/^\./, '');
}

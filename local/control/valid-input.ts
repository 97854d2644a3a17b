import * as z from 'zod/mini';
import { InvalidInput } from '#shared/errors.ts';

/** Reads a value from outside. @throws InvalidInput with the problem of each field. */
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

/** Parses JSON text. @throws InvalidInput where it is not valid JSON. */
export function readJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidInput(`${name} must be JSON.`, { cause });
  }
}

/** Returns a schema of an object with exactly these fields; its message names an unknown field. */
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

import { readFileSync } from 'node:fs';
import { type Environment, variableOf } from '#shared/config/environment.ts';
import { InvalidInput } from '#shared/errors.ts';

/**
 * Returns Google's credentials as JSON: the variable's own text, else the file that Google's tools name.
 * @throws InvalidInput where that file cannot be read
 */
export function readGoogleCredentials(env: Environment): string | undefined {
  const text = variableOf(env, 'GOOGLE_CREDENTIALS_JSON');
  const file = variableOf(env, 'GOOGLE_APPLICATION_CREDENTIALS');
  if (text || !file) return text;
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new InvalidInput(
      `GOOGLE_APPLICATION_CREDENTIALS names "${file}", which cannot be read.`,
      { cause },
    );
  }
}

import { readFileSync } from 'node:fs';
import type { Environment } from '#shared/config/config.ts';
import { InvalidInput } from '#shared/errors.ts';

/**
 * Returns the credentials as JSON: from their own variable, or from the file that Google's tools name. @throws
 * InvalidInput for an unreadable file.
 */
export function readGoogleCredentials(env: Environment): string | undefined {
  const file = env['GOOGLE_APPLICATION_CREDENTIALS'];
  if (env['GOOGLE_CREDENTIALS_JSON'] || !file) return env['GOOGLE_CREDENTIALS_JSON'] || undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new InvalidInput(
      `GOOGLE_APPLICATION_CREDENTIALS names "${file}", which cannot be read.`,
      {
        cause,
      },
    );
  }
}

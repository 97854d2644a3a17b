import { readGoogleCredentials } from '#local/google/credentials.ts';
import { readConfig } from '#shared/config/config.ts';
import type { Environment } from '#shared/config/environment.ts';
import type { GoogleConfig } from '#shared/config/vendors.ts';

/** Google’s voice as the environment sets it, with the key to it. */
export type GoogleSettings = { readonly config: GoogleConfig; readonly credentialsJson: string };

/**
 * Returns Google’s settings for a command; undefined where the environment holds no credentials.
 * @throws InvalidInput where a variable is wrong, or the file of the credentials cannot be read
 */
export function readGoogleSettings(environment: Environment): GoogleSettings | undefined {
  // Only Google’s variables: a recording needs neither Twilio’s keys nor a public address.
  const env = Object.fromEntries(
    Object.entries(environment).filter(([name]) => name.startsWith('GOOGLE_')),
  );
  const credentialsJson = readGoogleCredentials(env);
  if (!credentialsJson) return undefined;
  const { google } = readConfig({
    ...env,
    PUBLIC_BASE_URL: 'http://127.0.0.1',
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  });
  return { config: google, credentialsJson };
}

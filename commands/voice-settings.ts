import { readGoogleCredentials } from '#local/google/credentials.ts';
import { readConfig } from '#shared/config/config.ts';
import type { Environment } from '#shared/config/environment.ts';
import type { GoogleConfig } from '#shared/config/vendors.ts';

/** Google’s voice as the environment sets it, with the key to it. */
export type GoogleSettings = { readonly config: GoogleConfig; readonly credentialsJson: string };

/** The settings of a command that records speech. */
export type VoiceSettings = {
  readonly officeName: string;
  /** Absent where the environment holds no credentials. */
  readonly google: GoogleSettings | undefined;
};

/**
 * Returns the settings of recorded speech. They need neither Twilio’s keys nor a public address.
 * @throws InvalidInput where a variable is wrong, or the file of the credentials cannot be read
 */
export function readVoiceSettings(environment: Environment): VoiceSettings {
  const env = Object.fromEntries(
    Object.entries(environment).filter(([name]) => /^GOOGLE_|^OFFICE_NAME$/.test(name)),
  );
  const credentialsJson = readGoogleCredentials(env);
  const { google: config, officeName } = readConfig({
    ...env,
    PUBLIC_BASE_URL: 'http://127.0.0.1',
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  });
  return { officeName, google: credentialsJson ? { config, credentialsJson } : undefined };
}

import { InvalidInput } from '#shared/errors.ts';
import { type Environment, processEnvironment } from './environment.ts';

/** The secrets of a source; an absent one means that its vendor is not configured. */
export type SecretValues = {
  readonly twilioAuthToken: string;
  /** The token before a rotation, honoured until it is removed. */
  readonly twilioAuthTokenPrevious?: string | undefined;
  readonly streamTokenKey: string;
  readonly openaiApiKey?: string | undefined;
  readonly googleCredentialsJson?: string | undefined;
};

/** Returns the secrets in the environment (a laptop, a test). @throws InvalidInput naming all that are missing */
export function readSecrets(env: Environment = processEnvironment()): SecretValues {
  const twilioAuthToken = env['TWILIO_AUTH_TOKEN'];
  const streamTokenKey = env['STREAM_TOKEN_KEY'];
  if (!twilioAuthToken || !streamTokenKey) {
    const missing = [
      !twilioAuthToken && 'TWILIO_AUTH_TOKEN',
      !streamTokenKey && 'STREAM_TOKEN_KEY',
    ];
    throw new InvalidInput(`Secrets: ${missing.filter(Boolean).join(' and ')} not set.`);
  }
  return {
    twilioAuthToken,
    twilioAuthTokenPrevious: env['TWILIO_AUTH_TOKEN_PREVIOUS'],
    streamTokenKey,
    openaiApiKey: env['OPENAI_API_KEY'],
    googleCredentialsJson: env['GOOGLE_CREDENTIALS_JSON'],
  };
}

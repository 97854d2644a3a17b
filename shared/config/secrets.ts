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

/** A secret under its name in the environment, and the remedy if it is missing or too short. */
type SecretKind = {
  readonly variable: string;
  readonly isNeeded: boolean;
  readonly remedy?: string;
};

const secretKinds: Readonly<Record<keyof SecretValues, SecretKind>> = {
  twilioAuthToken: {
    variable: 'TWILIO_AUTH_TOKEN',
    isNeeded: true,
    remedy: 'copy it from Twilio’s console',
  },
  twilioAuthTokenPrevious: {
    variable: 'TWILIO_AUTH_TOKEN_PREVIOUS',
    isNeeded: false,
    remedy: 'copy it from Twilio’s console, or take it out',
  },
  streamTokenKey: {
    variable: 'STREAM_TOKEN_KEY',
    isNeeded: true,
    remedy: 'make one with "openssl rand -hex 32"',
  },
  openaiApiKey: { variable: 'OPENAI_API_KEY', isNeeded: false },
  googleCredentialsJson: { variable: 'GOOGLE_CREDENTIALS_JSON', isNeeded: false },
};

/** A shorter key can be guessed. Twilio’s tokens have 32 characters; a vendor’s API key signs nothing here. */
const LEAST_KEY_CHARACTERS = 16;

/** Returns the secrets in the environment (a laptop, a test). @throws InvalidInput with all that is wrong */
export function readSecrets(env: Environment = processEnvironment()): SecretValues {
  return checkSecrets('Secrets', (key) => {
    const { variable } = secretKinds[key];
    return { name: variable, value: env[variable] };
  });
}

/**
 * Returns the secrets of a source, each without the blanks around it. A blank one is absent:
 * an empty key would let anybody sign. @throws InvalidInput naming all that are missing or too short
 */
export function checkSecrets(
  source: string,
  find: (key: keyof SecretValues) => { readonly name: string; readonly value: unknown },
): SecretValues {
  const problems: string[] = [];
  const secret = (key: keyof SecretValues): string | undefined => {
    const { name, value } = find(key);
    const { isNeeded, remedy } = secretKinds[key];
    const text = typeof value === 'string' ? value.trim() : '';
    if (typeof value !== 'string' && value !== undefined && value !== null) {
      problems.push(`${name} is not a text`);
    } else if (isNeeded && !text) {
      problems.push(`${name} is missing: ${remedy}`);
    } else if (text && remedy && text.length < LEAST_KEY_CHARACTERS) {
      problems.push(`${name} has fewer than ${LEAST_KEY_CHARACTERS} characters: ${remedy}`);
    }
    return text || undefined;
  };
  const values: SecretValues = {
    twilioAuthToken: secret('twilioAuthToken') ?? '',
    twilioAuthTokenPrevious: secret('twilioAuthTokenPrevious'),
    streamTokenKey: secret('streamTokenKey') ?? '',
    openaiApiKey: secret('openaiApiKey'),
    googleCredentialsJson: secret('googleCredentialsJson'),
  };
  if (problems.length > 0) throw new InvalidInput(`${source}: ${problems.join('; ')}.`);
  return values;
}

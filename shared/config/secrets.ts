import { InvalidInput } from '#shared/errors.ts';
import { type Environment, processEnvironment } from './environment.ts';

/** The secrets of a deployment by their names. Each is stored apart, and the right to read it is a right of its own. */
export type SecretValues = { readonly twilio: TwilioSecrets; readonly models: ModelSecrets };

/** The name of a secret: Twilio’s tokens and the key of streams, or the keys of the models. */
export type SecretName = keyof SecretValues;

/** The secrets with which Twilio and the product know each other. */
export type TwilioSecrets = {
  readonly twilioAuthToken: string;
  /** The token before a rotation, honoured until it is removed. */
  readonly twilioAuthTokenPrevious?: string | undefined;
  readonly streamTokenKey: string;
};

/** The keys of OpenAI and Google; an absent one means that its vendor is not configured. */
export type ModelSecrets = {
  readonly openaiApiKey?: string | undefined;
  readonly googleCredentialsJson?: string | undefined;
};

/** A value under its name in the environment, and the remedy if it is missing or too short. */
type ValueKind = {
  readonly variable: string;
  readonly isNeeded: boolean;
  readonly remedy?: string;
};

const valueKinds: {
  readonly [Name in SecretName]: Readonly<Record<keyof SecretValues[Name], ValueKind>>;
} = {
  twilio: {
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
  },
  models: {
    openaiApiKey: { variable: 'OPENAI_API_KEY', isNeeded: false },
    googleCredentialsJson: { variable: 'GOOGLE_CREDENTIALS_JSON', isNeeded: false },
  },
};

/** A shorter key can be guessed. Twilio’s tokens have 32 characters; a vendor’s API key signs nothing here. */
const LEAST_KEY_CHARACTERS = 16;

/** Returns a secret from the environment (a laptop, a test). @throws InvalidInput with all that is wrong */
export function readSecret<Name extends SecretName>(
  name: Name,
  env: Environment = processEnvironment(),
): SecretValues[Name] {
  return checkSecret(name, 'Secrets', (_key, variable) => ({
    label: variable,
    value: env[variable],
  }));
}

/**
 * Returns a secret of a source, each value without the blanks around it. A blank one is absent:
 * an empty key would let anybody sign. @throws InvalidInput naming all that are missing or too short
 */
export function checkSecret<Name extends SecretName>(
  name: Name,
  source: string,
  find: (key: string, variable: string) => { readonly label: string; readonly value: unknown },
): SecretValues[Name] {
  const problems: string[] = [];
  const checked = (key: string, { variable, isNeeded, remedy }: ValueKind) => {
    const { label, value } = find(key, variable);
    const text = typeof value === 'string' ? value.trim() : '';
    if (typeof value !== 'string' && value !== undefined && value !== null) {
      problems.push(`${label} is not a text`);
    } else if (isNeeded && !text) {
      problems.push(`${label} is missing: ${remedy}`);
    } else if (text && remedy && text.length < LEAST_KEY_CHARACTERS) {
      problems.push(`${label} has fewer than ${LEAST_KEY_CHARACTERS} characters: ${remedy}`);
    }
    return text || undefined;
  };
  const values = Object.entries<ValueKind>(valueKinds[name]).map(([key, kind]) => [
    key,
    checked(key, kind),
  ]);
  if (problems.length > 0) throw new InvalidInput(`${source}: ${problems.join('; ')}.`);
  return Object.fromEntries(values);
}

import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import {
  type Config,
  checkSecrets,
  readSecrets,
  type SecretValues,
} from '#shared/config/config.ts';
import { failing, InvalidInput } from '#shared/errors.ts';
import type { Secrets } from '#shared/ports/office.ts';

/** A rotated secret is seen within this time; five minutes is what AWS's own caches keep. */
const CACHE_MS = 5 * 60_000;
const REQUEST_TIMEOUT_MS = 1_500;

const secret = z.record(z.string(), z.unknown());

/** The secrets of this deployment: in Secrets Manager where `SECRETS_ARN` names them, else in the environment. */
export function secretsOf(config: Pick<Config, 'secretsArn'>): Secrets {
  const { secretsArn } = config;
  if (!secretsArn) return { read: async () => readSecrets() };
  return cached(secretsManager(secretsArn));
}

function secretsManager(arn: string): Secrets {
  const client = new SecretsManagerClient({
    maxAttempts: 2,
    requestHandler: { requestTimeout: REQUEST_TIMEOUT_MS, throwOnRequestTimeout: true },
  });
  return {
    async read() {
      const { SecretString } = await client
        .send(new GetSecretValueCommand({ SecretId: arn }))
        .catch(failing('secrets-manager', 'the secret was not read'));
      return parse(SecretString ?? '');
    },
  };
}

/** Keeps the last good values when the source fails: a call must not die of a slow secret. */
function cached(source: Secrets): Secrets {
  let kept: { values: SecretValues; readAt: number } | undefined;
  return {
    async read() {
      if (kept && Date.now() - kept.readAt < CACHE_MS) return kept.values;
      try {
        kept = { values: await source.read(), readAt: Date.now() };
      } catch (error) {
        if (!kept) throw error;
        // Asking again at each call would make every caller wait for a source that is away.
        kept = { ...kept, readAt: Date.now() };
      }
      return kept.values;
    },
  };
}

function parse(json: string): SecretValues {
  const { data } = z.safeParse(secret, parsedOrUndefined(json));
  if (!data) throw new InvalidInput('Secrets Manager: the secret is not a JSON object.');
  return checkSecrets('Secrets Manager', (name) => ({ name, value: data[name] }));
}

/** A parser's complaint would quote the secret. */
function parsedOrUndefined(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

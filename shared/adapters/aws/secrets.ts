import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import type { Config } from '#shared/config/config.ts';
import { checkSecrets, readSecrets, type SecretValues } from '#shared/config/secrets.ts';
import { failing, InvalidInput } from '#shared/errors.ts';
import type { Secrets } from '#shared/ports/office.ts';
import { requestHandler } from './request-handler.ts';

/** The longest time until a rotated secret is read, as in AWS's own cache for Lambda: https://docs.aws.amazon.com/secretsmanager/latest/userguide/retrieving-secrets_lambda.html */
const CACHE_MS = 5 * 60_000;
const REQUEST_TIMEOUT_MS = 1_500;

const secret = z.record(z.string(), z.unknown());

/** Returns the secrets of this deployment: from Secrets Manager if `SECRETS_ARN` names them, else from the environment. */
export function secretsOf(config: Pick<Config, 'secretsArn'>): Secrets {
  const { secretsArn } = config;
  if (!secretsArn) return { read: async () => readSecrets() };
  return cached(secretsManager(secretsArn));
}

function secretsManager(arn: string): Secrets {
  const client = new SecretsManagerClient({
    maxAttempts: 2,
    requestHandler: requestHandler(REQUEST_TIMEOUT_MS),
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

/** Caches the values, and keeps the last good ones when the source fails. A call must not fail for a slow secret. */
function cached(source: Secrets): Secrets {
  let kept: { values: SecretValues; readAt: number } | undefined;
  return {
    async read() {
      if (kept && Date.now() - kept.readAt < CACHE_MS) return kept.values;
      try {
        kept = { values: await source.read(), readAt: Date.now() };
      } catch (error) {
        if (!kept) throw error;
        // Asking again at each call would make every caller wait for a source that is down.
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

/** Drops the parser's error, which would quote the secret. */
function parsedOrUndefined(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

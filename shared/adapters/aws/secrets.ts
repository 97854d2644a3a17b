import { setTimeout as sleep } from 'node:timers/promises';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import type { Config } from '#shared/config/config.ts';
import { checkSecrets, readSecrets, type SecretValues } from '#shared/config/secrets.ts';
import { failing, InvalidInput } from '#shared/errors.ts';
import type { Secrets } from '#shared/ports/office.ts';
import { survive } from '#shared/survival.ts';
import { requestHandler } from './request-handler.ts';

/** The longest time until a rotated secret is read, as in AWS's own cache for Lambda: https://docs.aws.amazon.com/secretsmanager/latest/userguide/retrieving-secrets_lambda.html */
const CACHE_MS = 5 * 60_000;
const REQUEST_TIMEOUT_MS = 1_500;
/** A function that slept this long may have missed a rotation: a stale token would refuse every webhook. */
const OLD_MS = 60 * 60_000;
/** Secrets Manager answers in a fraction of this, a new connection included. */
const OLD_WAIT_MS = 400;

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

/**
 * Caches the values, and keeps the last good ones while the source fails. They are read anew in the background:
 * a call must not wait for a slow secret. Only values that are an hour old are waited for, and briefly.
 */
function cached(source: Secrets): Secrets {
  let kept: { values: SecretValues; readAt: number } | undefined;
  let reading: Promise<SecretValues> | undefined;

  const readAnew = () => {
    reading ??= source
      .read()
      .then((values) => {
        kept = { values, readAt: Date.now() };
        return values;
      })
      .finally(() => {
        reading = undefined;
      });
    return reading;
  };

  return {
    async read() {
      if (!kept) return readAnew();
      const { values, readAt } = kept;
      const ageMs = Date.now() - readAt;
      if (ageMs < CACHE_MS) return values;
      const anew = survive('secrets.not-read', readAnew());
      if (ageMs < OLD_MS) return values;
      const late = sleep(OLD_WAIT_MS, values, { ref: false });
      return (await Promise.race([anew, late])) ?? values;
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

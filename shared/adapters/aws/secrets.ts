import { setTimeout as sleep } from 'node:timers/promises';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import type { Config } from '#shared/config/config.ts';
import {
  checkSecret,
  readSecret,
  type SecretName,
  type SecretValues,
} from '#shared/config/secrets.ts';
import { failing, InvalidInput } from '#shared/errors.ts';
import { jsonIn } from '#shared/json.ts';
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

/** The ARNs of the secrets; without one, the secret is in the environment. */
type SecretArns = Readonly<Partial<Config['secretArns']>>;

/** Returns the secrets of this deployment. Each is read when it is asked for, so one works while the other is broken. */
export function secretsOf({ secretArns }: { readonly secretArns: SecretArns }): Secrets {
  return {
    twilio: readerOf('twilio', secretArns.twilio),
    models: modelsReader(secretArns),
  };
}

/**
 * Returns the reader of the models' keys. A deployment from the time of one secret has them beside Twilio's tokens.
 * They serve from there, if both secrets are named, until an operator puts one into the new secret.
 */
function modelsReader({ twilio, models }: SecretArns): Reader<'models'> {
  if (!twilio || !models) return readerOf('models', models);
  const read = fromSecretsManager('models', models);
  const readBesideTwilio = fromSecretsManager('models', twilio);
  return cached(async () => {
    const keys = await read();
    const hasKeys = keys.openaiApiKey || keys.googleCredentialsJson;
    return hasKeys ? keys : readBesideTwilio();
  });
}

/** Reads one secret. */
type Reader<Name extends SecretName> = () => Promise<SecretValues[Name]>;

function readerOf<Name extends SecretName>(name: Name, arn: string | undefined): Reader<Name> {
  return arn ? cached(fromSecretsManager(name, arn)) : async () => readSecret(name);
}

function fromSecretsManager<Name extends SecretName>(name: Name, arn: string): Reader<Name> {
  // Most functions read one secret: a client that is not used would cost their cold start.
  let client: SecretsManagerClient | undefined;
  return async () => {
    client ??= new SecretsManagerClient({
      maxAttempts: 2,
      requestHandler: requestHandler(REQUEST_TIMEOUT_MS),
    });
    const { SecretString } = await client
      .send(new GetSecretValueCommand({ SecretId: arn }))
      .catch(failing('secrets-manager', `the ${name} secret was not read`));
    return parse(name, SecretString ?? '');
  };
}

/**
 * Caches the values, and keeps the last good ones while the source fails. They are read anew in the background:
 * a call must not wait for a slow secret. Only values that are an hour old are waited for, and briefly.
 */
function cached<Name extends SecretName>(read: Reader<Name>): Reader<Name> {
  let kept: { values: SecretValues[Name]; readAt: number } | undefined;
  let reading: Promise<SecretValues[Name]> | undefined;

  const readAnew = () => {
    reading ??= read()
      .then((values) => {
        kept = { values, readAt: Date.now() };
        return values;
      })
      .finally(() => {
        reading = undefined;
      });
    return reading;
  };

  return async () => {
    if (!kept) return readAnew();
    const { values, readAt } = kept;
    const ageMs = Date.now() - readAt;
    if (ageMs < CACHE_MS) return values;
    const anew = survive('secrets.not-read', readAnew());
    if (ageMs < OLD_MS) return values;
    const late = sleep(OLD_WAIT_MS, values, { ref: false });
    return (await Promise.race([anew, late])) ?? values;
  };
}

function parse<Name extends SecretName>(name: Name, json: string): SecretValues[Name] {
  const { data } = z.safeParse(secret, jsonIn(json));
  if (!data) throw new InvalidInput(`Secrets Manager: the ${name} secret is not a JSON object.`);
  return checkSecret(name, 'Secrets Manager', (key) => ({ label: key, value: data[key] }));
}

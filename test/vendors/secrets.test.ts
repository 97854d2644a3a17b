import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { waitUntil } from '#local/polling.ts';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import type { SecretName } from '#shared/config/secrets.ts';
import { InvalidInput, VendorFailed } from '#shared/errors.ts';
import type { HttpEvent } from '#shared/http/lambda.ts';
import { routes } from '#shared/routes.ts';

const values = {
  twilioAuthToken: 'a token of sixteen+',
  streamTokenKey: 'a key of sixteen+',
};
const keys = { openaiApiKey: 'sk-1' };

const arnOf = (name: SecretName) => `arn:aws:secretsmanager:us-east-1:000000000000:secret:${name}`;
const secretArns = { twilio: arnOf('twilio'), models: arnOf('models') };

/** The texts of both secrets; `undefined` means out of order. */
type Stored = { current: string | undefined; models?: string };

/** Opens a Secrets Manager with the two secrets, over its JSON protocol. */
async function startSecretsManager(stored: Stored) {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const { SecretId } = JSON.parse(await text(request));
    asked.push(SecretId);
    const value = SecretId === secretArns.models ? stored.models : stored.current;
    const isOutOfOrder = value === undefined;
    response.writeHead(isOutOfOrder ? 500 : 200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(
      JSON.stringify(isOutOfOrder ? { __type: 'InternalServiceError' } : { SecretString: value }),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  vi.stubEnv(
    'AWS_ENDPOINT_URL_SECRETS_MANAGER',
    `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  );
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  return {
    asked: () => asked.length,
    askedFor: () => [...new Set(asked)],
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

describe('the secrets', () => {
  test('stand in the environment where no secret is named', async () => {
    vi.stubEnv('TWILIO_AUTH_TOKEN', values.twilioAuthToken);
    vi.stubEnv('STREAM_TOKEN_KEY', values.streamTokenKey);
    expect(await secretsOf({ secretArns: {} }).twilio()).toMatchObject({
      twilioAuthToken: values.twilioAuthToken,
    });
  });

  test('are read from Secrets Manager every five minutes, while the last ones serve', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const secret = { current: JSON.stringify(values) };
    await using manager = await startSecretsManager(secret);
    const secrets = secretsOf({ secretArns });
    expect([await secrets.twilio(), await secrets.twilio()]).toEqual([values, values]);
    expect(manager.asked()).toBe(1);
    secret.current = JSON.stringify({ ...values, twilioAuthToken: 'the token that was rotated' });
    vi.setSystemTime(Date.now() + 5 * 60_000);
    expect(await secrets.twilio()).toEqual(values);
    const rotated = await waitUntil(
      () => secrets.twilio(),
      ({ twilioAuthToken }) => twilioAuthToken === 'the token that was rotated',
      5_000,
    );
    expect(rotated.twilioAuthToken).toBe('the token that was rotated');
  });

  test('that are an hour old are read anew before they serve', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const secret = { current: JSON.stringify(values) };
    await using _ = await startSecretsManager(secret);
    const secrets = secretsOf({ secretArns });
    await secrets.twilio();
    secret.current = JSON.stringify({ ...values, twilioAuthToken: 'the token that was rotated' });
    vi.setSystemTime(Date.now() + 60 * 60_000);
    expect((await secrets.twilio()).twilioAuthToken).toBe('the token that was rotated');
  });

  test('that are an hour old serve all the same if Secrets Manager does not answer', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const secret = { current: JSON.stringify(values) };
    const secrets = secretsOf({ secretArns });
    {
      await using _ = await startSecretsManager(secret);
      expect(await secrets.twilio()).toEqual(values);
    }
    vi.setSystemTime(Date.now() + 60 * 60_000);
    expect(await secrets.twilio()).toEqual(values);
  });

  test('of the last good reading serve while Secrets Manager is out of order', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const secret: { current: string | undefined } = { current: JSON.stringify(values) };
    await using _ = await startSecretsManager(secret);
    const secrets = secretsOf({ secretArns });
    await secrets.twilio();
    secret.current = undefined;
    vi.setSystemTime(Date.now() + 5 * 60_000);
    expect(await secrets.twilio()).toEqual(values);
  });

  test('that cannot be read at all are named', async () => {
    await using _ = await startSecretsManager({ current: undefined });
    await expect(secretsOf({ secretArns }).twilio()).rejects.toThrow(VendorFailed);
  });

  test.each(['', '  ', null])('that are blank are absent: %j', async (blank) => {
    await using _ = await startSecretsManager({
      current: JSON.stringify({ ...values, twilioAuthTokenPrevious: blank }),
      models: JSON.stringify({ openaiApiKey: blank, googleCredentialsJson: blank }),
    });
    const secrets = secretsOf({ secretArns });
    expect(await secrets.twilio()).toEqual(values);
    expect(await secrets.models()).toEqual({});
  });

  test.each([undefined, 'not JSON', JSON.stringify({ openaiApiKey: {} })])(
    'of Twilio are read while those of the models are broken: %j',
    async (models) => {
      await using manager = await startSecretsManager({
        current: JSON.stringify(values),
        ...(models !== undefined && { models }),
      });
      const secrets = secretsOf({ secretArns });
      expect(await secrets.twilio()).toEqual(values);
      expect(manager.askedFor()).toEqual([secretArns.twilio]);
      await expect(secrets.models()).rejects.toThrow(
        /models secret was not read|models secret is not|openaiApiKey/,
      );
      expect(await secrets.twilio()).toEqual(values);
    },
  );

  test.each([undefined, 'not JSON', '{}'])(
    'of the models are read while those of Twilio are broken: %j',
    async (current) => {
      await using manager = await startSecretsManager({ current, models: JSON.stringify(keys) });
      const secrets = secretsOf({ secretArns });
      expect(await secrets.models()).toEqual(keys);
      expect(manager.askedFor()).toEqual([secretArns.models]);
      await expect(secrets.twilio()).rejects.toThrow(
        /twilio secret was not read|twilio secret is not|twilioAuthToken/,
      );
    },
  );

  const bothKeys = { ...keys, googleCredentialsJson: '{}' };
  test.each([
    [
      'serve from beside Twilio’s tokens while their own secret has none',
      { notYetSet: 'x' },
      bothKeys,
    ],
    [
      'serve from beside Twilio’s tokens while their own are blank',
      { openaiApiKey: ' ' },
      bothKeys,
    ],
    [
      'serve from their own secret alone once it has one',
      { openaiApiKey: 'sk-2' },
      { openaiApiKey: 'sk-2' },
    ],
  ])('of the models %s', async (_, own, served) => {
    await using manager = await startSecretsManager({
      current: JSON.stringify({ ...values, ...bothKeys }),
      models: JSON.stringify(own),
    });
    expect(await secretsOf({ secretArns }).models()).toEqual(served);
    expect(await secretsOf({ secretArns: { models: secretArns.models } }).models()).toEqual(
      served === bothKeys ? {} : served,
    );
    expect(manager.askedFor()).toContain(secretArns.models);
  });

  test('of the models are not taken for missing while Twilio’s secret, which may hold them, is not read', async () => {
    await using _ = await startSecretsManager({ current: undefined, models: '{}' });
    await expect(secretsOf({ secretArns }).models()).rejects.toThrow(VendorFailed);
  });

  test.each([
    ['not JSON', 'the twilio secret is not a JSON object'],
    ['["fifteen letters"]', 'the twilio secret is not a JSON object'],
    ['{}', 'twilioAuthToken is missing'],
    ['{}', 'streamTokenKey is missing'],
    [{ twilioAuthToken: ' ' }, 'twilioAuthToken is missing'],
    [{ streamTokenKey: '' }, 'streamTokenKey is missing'],
    [{ streamTokenKey: 'fifteen letters' }, 'streamTokenKey has fewer than 16 characters'],
    [{ twilioAuthToken: 'fifteen letters' }, 'twilioAuthToken has fewer than 16 characters'],
    [{ twilioAuthTokenPrevious: 'x' }, 'twilioAuthTokenPrevious has fewer than 16 characters'],
    [{ streamTokenKey: { a: 'fifteen letters' } }, 'streamTokenKey is not a text'],
  ])(
    'that cannot be used are refused by name, without being quoted: %j',
    async (wrong, problem) => {
      const current = typeof wrong === 'string' ? wrong : JSON.stringify({ ...values, ...wrong });
      await using _ = await startSecretsManager({ current });
      const reading = secretsOf({ secretArns }).twilio();
      await expect(reading).rejects.toThrow(InvalidInput);
      await expect(reading).rejects.toThrow(problem);
      await expect(reading).rejects.not.toThrow(/fifteen|not JSON/);
    },
  );
});

describe('a function', () => {
  const request = (rawPath: string): HttpEvent => ({
    rawPath,
    rawQueryString: '',
    headers: { 'x-twilio-signature': 'not Twilio’s' },
    isBase64Encoded: false,
  });
  const nowhere = 'http://127.0.0.1:9';
  beforeEach(() => {
    const env = {
      PUBLIC_BASE_URL: 'https://voice.example.com',
      TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
      TWILIO_SECRET_ARN: secretArns.twilio,
      MODELS_SECRET_ARN: secretArns.models,
      OPENAI_BASE_URL: nowhere,
      AWS_ENDPOINT_URL_DYNAMODB: nowhere,
      AWS_ENDPOINT_URL_SCHEDULER: nowhere,
    };
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    vi.resetModules();
  });

  test('that needs Twilio’s tokens alone starts while the keys of the models are broken', async () => {
    await using manager = await startSecretsManager({ current: JSON.stringify(values) });
    const { handler } = await import('#functions/dial-whisper.ts');
    expect(await handler(request(routes['dial-whisper'].path))).toMatchObject({ statusCode: 403 });
    expect(manager.askedFor()).toEqual([secretArns.twilio]);
  });

  test('that needs the keys of the models alone starts while Twilio’s tokens are broken', async () => {
    await using manager = await startSecretsManager({
      current: undefined,
      models: JSON.stringify(keys),
    });
    const { handler } = await import('#functions/health.ts');
    const { statusCode, body } = await handler(request(routes.readyz.path));
    expect(statusCode).toBe(503);
    expect(JSON.parse(body ?? '')).toMatchObject({ openai: 'failed', tts: 'disabled' });
    expect(manager.askedFor()).toEqual([secretArns.models]);
  });

  test('that has no right to Twilio’s tokens does not look beside them for the keys of the models', async () => {
    await using manager = await startSecretsManager({
      current: JSON.stringify({ ...values, ...keys }),
      models: '{}',
    });
    const { handler } = await import('#functions/health.ts');
    const { body } = await handler(request(routes.readyz.path));
    expect(JSON.parse(body ?? '')).toMatchObject({ openai: 'disabled', tts: 'disabled' });
    expect(manager.askedFor()).toEqual([secretArns.models]);
  });
});

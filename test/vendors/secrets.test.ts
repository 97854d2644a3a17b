import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { InvalidInput, VendorFailed } from '#shared/errors.ts';

const values = {
  twilioAuthToken: 'token',
  streamTokenKey: 'a key of sixteen+',
  openaiApiKey: 'sk-1',
};

/** Secrets Manager with one secret, as its JSON protocol answers; `undefined` means that it is out of order. */
async function startSecretsManager(secret: { current: string | undefined }) {
  let asked = 0;
  const server = createServer((request, response) => {
    request.resume();
    asked++;
    const isOutOfOrder = secret.current === undefined;
    response.writeHead(isOutOfOrder ? 500 : 200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(
      JSON.stringify(
        isOutOfOrder ? { __type: 'InternalServiceError' } : { SecretString: secret.current },
      ),
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
    asked: () => asked,
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

const secretsArn = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:agent-locator';

describe('the secrets', () => {
  test('stand in the environment where no secret is named', async () => {
    vi.stubEnv('TWILIO_AUTH_TOKEN', 'token');
    vi.stubEnv('STREAM_TOKEN_KEY', 'key');
    expect(await secretsOf({ secretsArn: undefined }).read()).toMatchObject({
      twilioAuthToken: 'token',
    });
  });

  test('are read from Secrets Manager once in five minutes', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const secret = { current: JSON.stringify(values) };
    await using manager = await startSecretsManager(secret);
    const secrets = secretsOf({ secretsArn });
    expect([await secrets.read(), await secrets.read()]).toEqual([values, values]);
    expect(manager.asked()).toBe(1);
    secret.current = JSON.stringify({ ...values, twilioAuthToken: 'rotated' });
    vi.setSystemTime(Date.now() + 5 * 60_000);
    expect((await secrets.read()).twilioAuthToken).toBe('rotated');
  });

  test('of the last good reading serve while Secrets Manager is out of order', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const secret: { current: string | undefined } = { current: JSON.stringify(values) };
    await using _ = await startSecretsManager(secret);
    const secrets = secretsOf({ secretsArn });
    await secrets.read();
    secret.current = undefined;
    vi.setSystemTime(Date.now() + 5 * 60_000);
    expect(await secrets.read()).toEqual(values);
  });

  test('that cannot be read at all are named', async () => {
    await using _ = await startSecretsManager({ current: undefined });
    await expect(secretsOf({ secretsArn }).read()).rejects.toThrow(VendorFailed);
  });

  test.each(['not JSON', '{}', JSON.stringify({ ...values, streamTokenKey: 'short' })])(
    'of the wrong shape are refused without being quoted: %s',
    async (current) => {
      await using _ = await startSecretsManager({ current });
      const reading = secretsOf({ secretsArn }).read();
      await expect(reading).rejects.toThrow(InvalidInput);
      await expect(reading).rejects.not.toThrow(/short|not JSON/);
    },
  );
});

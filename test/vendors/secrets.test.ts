import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { waitUntil } from '#local/polling.ts';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { InvalidInput, VendorFailed } from '#shared/errors.ts';

const values = {
  twilioAuthToken: 'a token of sixteen+',
  streamTokenKey: 'a key of sixteen+',
  openaiApiKey: 'sk-1',
};

/** Opens a Secrets Manager with one secret, over its JSON protocol; `undefined` means out of order. */
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
    vi.stubEnv('TWILIO_AUTH_TOKEN', values.twilioAuthToken);
    vi.stubEnv('STREAM_TOKEN_KEY', values.streamTokenKey);
    expect(await secretsOf({ secretsArn: undefined }).read()).toMatchObject({
      twilioAuthToken: values.twilioAuthToken,
    });
  });

  test('are read from Secrets Manager every five minutes, while the last ones serve', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const secret = { current: JSON.stringify(values) };
    await using manager = await startSecretsManager(secret);
    const secrets = secretsOf({ secretsArn });
    expect([await secrets.read(), await secrets.read()]).toEqual([values, values]);
    expect(manager.asked()).toBe(1);
    secret.current = JSON.stringify({ ...values, twilioAuthToken: 'the token that was rotated' });
    vi.setSystemTime(Date.now() + 5 * 60_000);
    expect(await secrets.read()).toEqual(values);
    const rotated = await waitUntil(
      () => secrets.read(),
      ({ twilioAuthToken }) => twilioAuthToken === 'the token that was rotated',
      5_000,
    );
    expect(rotated.twilioAuthToken).toBe('the token that was rotated');
  });

  test('that are an hour old are read anew before they serve', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const secret = { current: JSON.stringify(values) };
    await using _ = await startSecretsManager(secret);
    const secrets = secretsOf({ secretsArn });
    await secrets.read();
    secret.current = JSON.stringify({ ...values, twilioAuthToken: 'the token that was rotated' });
    vi.setSystemTime(Date.now() + 60 * 60_000);
    expect((await secrets.read()).twilioAuthToken).toBe('the token that was rotated');
  });

  test('that are an hour old serve all the same if Secrets Manager does not answer', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const secret = { current: JSON.stringify(values) };
    const secrets = secretsOf({ secretsArn });
    {
      await using _ = await startSecretsManager(secret);
      expect(await secrets.read()).toEqual(values);
    }
    vi.setSystemTime(Date.now() + 60 * 60_000);
    expect(await secrets.read()).toEqual(values);
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

  test.each(['', '  ', null])('that are blank are absent: %j', async (blank) => {
    const blanks = {
      twilioAuthTokenPrevious: blank,
      openaiApiKey: blank,
      googleCredentialsJson: blank,
    };
    await using _ = await startSecretsManager({
      current: JSON.stringify({ ...values, ...blanks }),
    });
    const { openaiApiKey: __, ...needed } = values;
    expect(await secretsOf({ secretsArn }).read()).toEqual(needed);
  });

  test.each([
    ['not JSON', 'the secret is not a JSON object'],
    ['["fifteen letters"]', 'the secret is not a JSON object'],
    ['{}', 'twilioAuthToken is missing'],
    ['{}', 'streamTokenKey is missing'],
    [{ twilioAuthToken: ' ' }, 'twilioAuthToken is missing'],
    [{ streamTokenKey: '' }, 'streamTokenKey is missing'],
    [{ streamTokenKey: 'fifteen letters' }, 'streamTokenKey has fewer than 16 characters'],
    [{ twilioAuthToken: 'fifteen letters' }, 'twilioAuthToken has fewer than 16 characters'],
    [{ twilioAuthTokenPrevious: 'x' }, 'twilioAuthTokenPrevious has fewer than 16 characters'],
    [{ googleCredentialsJson: { a: 'fifteen letters' } }, 'googleCredentialsJson is not a text'],
  ])(
    'that cannot be used are refused by name, without being quoted: %j',
    async (wrong, problem) => {
      const current = typeof wrong === 'string' ? wrong : JSON.stringify({ ...values, ...wrong });
      await using _ = await startSecretsManager({ current });
      const reading = secretsOf({ secretsArn }).read();
      await expect(reading).rejects.toThrow(InvalidInput);
      await expect(reading).rejects.toThrow(problem);
      await expect(reading).rejects.not.toThrow(/fifteen|not JSON/);
    },
  );
});

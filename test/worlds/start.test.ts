import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { findWorld } from '#local/control/running-world.ts';
import { waitUntil } from '#local/polling.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import { routes } from '#shared/routes.ts';
import { commandEnvironment } from '../commands/command-environment.ts';
import { callFields, openStream, post } from '../twilio-requests.ts';

const env = {
  TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'a token from outside',
};

const stateFolder = mkdtempSync(join(tmpdir(), 'agent-locator-'));
let started: ChildProcess;
let world: { url: string; env: typeof env };
const printed: string[] = [];
beforeAll(async () => {
  const port = await freePort();
  world = { url: `http://127.0.0.1:${port}`, env };
  started = spawn(
    process.execPath,
    [fileURLToPath(new URL('../../local/main.ts', import.meta.url)), '--state', stateFolder],
    {
      env: {
        ...env,
        ...commandEnvironment(),
        PORT: String(port),
        PUBLIC_BASE_URL: world.url,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  for (const stream of [started.stdout, started.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', (line) => printed.push(line));
  }
});
afterAll(() => {
  started.kill('SIGKILL');
  rmSync(stateFolder, { recursive: true, force: true });
});

const hasPrinted = (text: string, deadlineMs: number) =>
  waitUntil(async () => printed.some((line) => line.includes(text)), Boolean, deadlineMs);

describe('npm start', () => {
  test('shows one call live, with both sides in Hebrew and the rows it left in the CRM', {
    timeout: 260_000,
  }, async () => {
    expect(await hasPrinted('Serving', 240_000)).toBe(true);
    const text = printed.join('\n');
    expect(text).toMatch(/caller +\S*שלום, אני מחפש דירה/);
    expect(text).toMatch(/agent +\S*שלום, כאן העוזרת/);
    expect(text).toMatch(/call_turn .* audio +nlp +tts +total/);
    expect(text).toContain('✓ conversation');
    expect(text).not.toContain('not kept');
  });

  test('is ready, and serves the prompts', async () => {
    expect(await (await fetch(`${world.url}/readyz`)).json()).toMatchObject({ status: 'ready' });
    for (const name of ['greeting_he', 'fallback_he', 'thanks_he']) {
      const { status, headers } = await fetch(`${world.url}/static/tts/${name}.mp3`, {
        method: 'HEAD',
      });
      expect([status, headers.get('content-type')]).toEqual([200, 'audio/mpeg']);
    }
  });

  test('has homes to tell of', async () => {
    const { dynamoDbEndpoint = '' } = (await findWorld(stateFolder)) ?? {};
    const db = localDynamoDb(dynamoDbEndpoint);
    expect(await dynamoListings(db).find('TA-101')).toMatchObject({ status: 'active' });
    db.destroy();
  });

  test('serves a fallback document that needs nothing but static files', async () => {
    const url = `${world.url}/static/twiml/fallback.xml`;
    const response = await fetch(url);
    expect(response.headers.get('content-type')).toBe('text/xml');
    const document = await response.text();
    expect(document.indexOf('<Play>')).toBeLessThan(document.indexOf('<Record'));
    const files = [/<Play>([^<]+)/, /action="([^"]+)"/, /<Redirect[^>]*>([^<]+)/].map(
      (part) => part.exec(document)?.[1] ?? '',
    );
    for (const file of files) expect((await fetch(new URL(file, url))).status).toBe(200);
  });

  test('adopts the account that it is given', async () => {
    const path = routes['incoming-call'].path;
    expect(await post(world, path, callFields())).toMatchObject({
      status: 200,
      body: expect.stringContaining(
        `<Stream url="${world.url.replace('http', 'ws')}/ws/twilio-media"`,
      ),
    });
    expect((await post(world, path, callFields(), 'another token')).status).toBe(403);
    for (const path of ['/ws/twilio-media', '/ws/twilio-media/']) {
      for (const isSigned of [true, false]) {
        const stream = await openStream(world, { path, isSigned });
        expect(stream.status).toBe(isSigned ? 101 : 403);
        stream.socket.terminate();
      }
    }
  });

  test('closes at Ctrl-C, cleanly', async () => {
    const gone = once(started, 'exit');
    started.kill('SIGINT');
    expect(await gone).toEqual([0, null]);
    expect(printed.at(-1)).toContain('Closing');
    await expect(fetch(`${world.url}/healthz`)).rejects.toThrow();
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

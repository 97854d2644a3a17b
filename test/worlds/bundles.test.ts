import { cpSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bundles, bundle } from '#infra/bundles.ts';
import { functions } from '#infra/functions.ts';
import { waitUntil } from '#local/polling.ts';
import { placeScriptedCall } from '#local/scenario/caller.ts';
import { startMediaProcess } from '#local/world/media-process.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld } from '#local/world/world.ts';
import { processEnvironment } from '#shared/config/environment.ts';
import { lambdas } from '#shared/lambdas.ts';

const folder = mkdtempSync(join(tmpdir(), 'agent-locator-bundles-'));
const searching = 'שלום, אני מחפש דירה להשכרה בתל אביב';
let bundles: Bundles;
beforeAll(async () => {
  bundles = await bundle(join(folder, 'build'));
});
afterAll(() => rm(folder, { recursive: true }));

test('there is a function for every file in functions/, and a file for every function', () => {
  const files = readdirSync(new URL('../../functions', import.meta.url));
  expect(
    Object.keys(lambdas)
      .map((name) => `${name}.ts`)
      .sort(),
  ).toEqual(files.sort());
});

describe('a bundle', () => {
  test.each(Object.entries(functions))('of %s is under its ceiling', (name, { ceilingKb }) => {
    const file = join(bundles.functions[name as keyof typeof functions], 'index.mjs');
    expect(statSync(file).size / 1_024).toBeLessThanOrEqual(ceilingKb);
  });

  test('of the media service is under its ceiling', () => {
    const file = join(bundles.media, 'media-service/main.mjs');
    expect(statSync(file).size / 1_024).toBeLessThanOrEqual(3_800);
  });
});

describe('the image of the media service', () => {
  const lines = () =>
    readFileSync(join(bundles.media, 'Dockerfile'), 'utf8')
      .split('\n')
      .filter((line) => line && !line.startsWith('#'))
      .map((line) => line.split(/\s+/));

  const command = (): string[] =>
    JSON.parse(
      lines()
        .find(([instruction]) => instruction === 'CMD')
        ?.slice(1)
        .join(' ') ?? '[]',
    );
  const inImage = (file: string) => join(folder, 'image', file);

  beforeAll(() => {
    for (const [instruction, from = '', to = ''] of lines()) {
      if (instruction === 'COPY')
        cpSync(join(bundles.media, from), inImage(to), { recursive: true });
    }
  });

  test('is built by copying alone, so that any machine builds it for arm64', () => {
    expect(lines().map(([instruction]) => instruction)).not.toContain('RUN');
  });

  test('has the Node that the tests run under, by its digest', () => {
    const file = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    const { node } = JSON.parse(file).devDependencies;
    expect(lines().filter(([instruction]) => instruction === 'FROM')).toEqual([
      ['FROM', expect.stringMatching(`^node:${node}-bookworm-slim@sha256:[0-9a-f]{64}$`)],
    ]);
  });

  test('does not run as root', () => {
    expect(lines().find(([instruction]) => instruction === 'USER')).toEqual(['USER', 'node']);
  });

  test('takes streams before anybody has given it a vendor’s key', async () => {
    const nowhere = 'http://127.0.0.1:9';
    const media = await startMediaProcess(
      {
        main: inImage(command().at(-1) ?? ''),
        env: {
          PATH: processEnvironment()['PATH'],
          PUBLIC_BASE_URL: 'https://voice.example.com',
          TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
          TWILIO_AUTH_TOKEN: 'a token that is not yet set',
          STREAM_TOKEN_KEY: 'made with the stack',
          GOOGLE_TTS_ENDPOINT: 'google.invalid:443',
          OPENAI_BASE_URL: 'https://openai.invalid/v1',
          AWS_REGION: 'eu-central-1',
          AWS_ACCESS_KEY_ID: 'none',
          AWS_SECRET_ACCESS_KEY: 'none',
          AWS_ENDPOINT_URL_DYNAMODB: nowhere,
          AWS_ENDPOINT_URL_S3: nowhere,
          AWS_ENDPOINT_URL_SCHEDULER: nowhere,
        },
      },
      { onLog: () => {}, onAttached: () => {} },
    );
    try {
      expect((await fetch(`http://127.0.0.1:${media.port}/healthz`)).status).toBe(200);
    } finally {
      await media.kill('SIGKILL');
    }
  });

  test('serves a call with nothing in it but what is copied', async () => {
    expect(command()[0]).toBe('node');
    await using world = await openWorld({
      settings: closedWorld(),
      prompts: 'brief',
      mediaMain: inImage(command().at(-1) ?? ''),
    });
    const { exchange } = world;
    if (!exchange) throw new Error('This world has no exchange.');
    const steps = [{ say: searching }, { listen: true }, { hangUp: true }] as const;
    const call = placeScriptedCall({ ...world, exchange }, { from: '+972500000001', steps });
    const { report } = await call.ended;
    const { turns } = await waitUntil(
      () => world.crm.ofCall(report.callSid),
      (records) => records.turns.some(({ heard_text }) => heard_text),
      10_000,
    );
    expect(turns).toMatchObject([{ mode: 'live', user_text: searching }]);
    expect(report.recordings).toEqual([]);
  });
});

import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { runCheck } from '#commands/accept/check-run.ts';
import { concurrency } from '#commands/accept/checks/concurrency.ts';
import { openDeployment } from '#commands/deployment/deployment.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aws-command-'));
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Runs the check with an AWS command line that answers the one question, or fails. */
async function outcomeWith(script: string) {
  const file = join(folder, 'aws');
  await writeFile(
    file,
    `#!/bin/sh\n[ "$1 $2" = "lambda get-account-settings" ] || exit 2\n${script}\n`,
  );
  await chmod(file, 0o755);
  vi.stubEnv('PATH', folder);
  return outcome();
}

async function outcome() {
  const nobody = { accountSid: undefined, authToken: undefined, apiBaseUrl: undefined };
  await using deployment = openDeployment('https://voice.example.com', {
    ...nobody,
    world: undefined,
  });
  return runCheck(concurrency, deployment);
}

describe('the check of concurrent functions', () => {
  test('passes with the usual quota', async () => {
    expect(await outcomeWith('echo 1000')).toMatchObject({
      ok: true,
      detail: 'this AWS account may run 1000 at once',
    });
  });

  test('names the quota of a new account, and where to ask for more', async () => {
    const { ok, detail } = await outcomeWith('echo 10');
    expect(ok).toBe(false);
    expect(detail).toContain('may run 10 functions at once');
    expect(detail).toContain('docs/deploy.md, step 0');
  });

  test.each([
    ['refuses', 'exit 254', 'may not ask'],
    ['says nothing that is a number', 'echo None', 'did not say'],
  ])('is not done where the AWS command line %s', async (_, script, detail) => {
    const { ok, detail: told } = await outcomeWith(script);
    expect(ok).toBeNull();
    expect(told).toContain(detail);
  });

  test('is not done without the AWS command line', async () => {
    vi.stubEnv('PATH', join(folder, 'nowhere'));
    expect(await outcome()).toMatchObject({
      ok: null,
      detail: expect.stringContaining('is not installed'),
    });
  });
});

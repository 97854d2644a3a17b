import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';

test('a test that failed while the machine was late runs again alone, three times at most', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'late-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const tries = join(folder, 'tries');
  const config = 'test/run/fixtures/vitest.config.ts';
  const run = spawn(execPath, ['test/run/main.ts', '--root', '.', '--config', config], {
    env: { ...env, TRIES_FILE: tries },
    stdio: ['ignore', 'pipe', 'ignore'],
  });

  const [printed, [code]] = await Promise.all([text(run.stdout), once(run, 'exit')]);

  expect((await readFile(tries, 'utf8')).trim().split('\n')).toEqual([
    'on time',
    'late at first',
    'always late',
    'broken on time',
    'late at first',
    'always late',
    'always late',
  ]);
  expect(code).toBe(1);
  const end = printed.slice(printed.lastIndexOf('Failed: always late'));
  expect(end).toMatch(
    /^Failed: always late: The machine was too slow to measure: its clock was \d+ ms late\.\n/,
  );
  expect(end).toMatch(/\nFailed: broken on time: broken\n2 passed, 2 failed\n$/);
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { processEnvironment } from '#shared/config/environment.ts';

let folder: string;
let printed: string;
let code: number;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'late-'));
  const config = 'test/run/fixtures/vitest.config.ts';
  const run = spawn(execPath, ['test/run/main.ts', '--root', '.', '--config', config], {
    env: { ...processEnvironment(), TRIES_FOLDER: folder },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  [printed, [code]] = await Promise.all([text(run.stdout), once(run, 'exit') as Promise<[number]>]);
});
afterAll(() => rm(folder, { recursive: true }));

const triesOf = async (file: string) =>
  (await readFile(join(folder, file), 'utf8')).trim().split('\n');

test('a test that failed while the machine was late runs again, three times at most', async () => {
  expect(await triesOf('late')).toEqual([
    ...['on time', 'late at first', 'always late'],
    ...['late at first', 'always late'],
    'always late',
  ]);
});

test('where other tests of its file failed too, the whole file runs again', async () => {
  expect(await triesOf('story')).toEqual(['begins', 'goes on', 'begins', 'goes on']);
});

test('a file whose hook failed while the machine was late runs again, three times at most', async () => {
  expect(await triesOf('hook')).toEqual(['hook', 'hook', 'test']);
  expect(await triesOf('late-hook')).toEqual(['hook', 'hook', 'hook']);
});

test('a test that failed on a stage that was set late runs again with its stage', async () => {
  expect(await triesOf('stage')).toEqual(['hook', 'test', 'hook', 'test']);
});

test('a file with an error that no test caught runs again if it was late', async () => {
  expect(await triesOf('stray')).toEqual(['test', 'test']);
});

test('any other failure stands', async () => {
  expect(await triesOf('broken')).toEqual(['broken']);
  expect(await triesOf('broken-hook')).toEqual(['hook']);
});

test('the end names each failure with its reason, and counts every test once', () => {
  expect(code).toBe(1);
  const [end] = printed.match(/Failed: (?!.*Failed:.*\n.*Failed)[\s\S]*$/) ?? [];
  const late = /: The machine was too slow to measure: its clock was \d+ ms late\.$/.source;
  expect(end?.split('\n').toSorted()).toEqual([
    '',
    '7 passed, 2 failed',
    expect.stringMatching(`^Failed: always late${late}`),
    'Failed: broken on time: broken',
    'Failed: test/run/fixtures/broken-hook.ts: broken',
    expect.stringMatching(`^Failed: test/run/fixtures/late-hook.ts${late}`),
  ]);
});

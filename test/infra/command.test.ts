import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { processEnvironment } from '#shared/config/environment.ts';

const run = promisify(execFile);
const root = new URL('../../', import.meta.url);
/** A machine that is busy with other tests takes several times the six seconds of an idle one. */
const PATIENCE_MS = 120_000;

test('the command line that is installed is of the major version that reads what the library writes', async () => {
  const file = new URL('node_modules/aws-cdk/package.json', root);
  expect(JSON.parse(await readFile(file, 'utf8')).version).toMatch(/^2\./);
});

test(
  'the stack is synthesised by a plain npx, without credentials, Docker or a network',
  async () => {
    const home = await mkdtemp(join(tmpdir(), 'agent-locator-home-'));
    const { PATH = '' } = processEnvironment();
    // The path lacks this repository's Node, as the shell of a person who deploys does.
    const plain = PATH.split(delimiter).filter((folder) => !folder.includes('node_modules'));
    try {
      await run('npx', ['cdk', 'synth', '--quiet', '--output', join(home, 'out')], {
        cwd: root,
        env: {
          PATH: plain.join(delimiter),
          HOME: home,
          CDK_DOCKER: '/nowhere/docker',
          https_proxy: 'http://127.0.0.1:9',
        },
        timeout: PATIENCE_MS,
      });
      expect(await readdir(join(home, 'out'))).toContain('AgentLocator.template.json');
    } finally {
      await rm(home, { recursive: true });
    }
  },
  PATIENCE_MS,
);

import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { circlesIn, importsAmong } from './import-graph.ts';
import { sourceFiles } from './source-files.ts';

const files = sourceFiles('.ts', '.tsx').filter(
  (file) => !file.endsWith('.test.ts') && !file.startsWith('test/'),
);
const imports = importsAmong(files);

/** Every folder on the way to a file, the root first, each with a slash at its end. */
const folders = [
  ...new Set(
    files.flatMap((file) => {
      const parts = dirname(file).split('/');
      return parts.map((_, i) => `${parts.slice(0, i + 1).join('/')}/`);
    }),
  ),
];

test.each(['', ...folders])('no import in "%s" goes back up', (folder) => {
  expect(circlesIn(folder, imports)).toEqual([]);
});

test('an import that goes back up is found, with the files that close the circle', () => {
  const up = { from: 'shared/http/webhook.ts', to: 'shared/config/config.ts' };
  const down = { from: 'shared/config/config.ts', to: 'shared/http/lambda.ts' };
  expect(circlesIn('shared/', [up, down])).toEqual([
    'http → config: shared/http/webhook.ts imports shared/config/config.ts',
    'config → http: shared/config/config.ts imports shared/http/lambda.ts',
  ]);
});

test('the imports of every room are read', () => {
  const rooms = new Set(imports.map(({ from }) => from.split('/')[0]));
  expect([...rooms].toSorted()).toEqual([
    'commands',
    'functions',
    'infra',
    'local',
    'media-service',
    'packages',
    'shared',
  ]);
});

import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ROOT } from './source-files.ts';

const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as {
  scripts: Record<string, string>;
};
const programs = Object.entries(scripts).flatMap(([name, script]) => {
  const file = /^node (\S+\.ts)$/.exec(script)?.[1];
  // The help of the tests is Vitest's.
  return file && !name.startsWith('test') ? [[name, file] as const] : [];
});

test.each(programs)('the help of npm run %s names a page of docs/ that exists', (_, file) => {
  const [help = ''] = /const HELP = `[\s\S]*?`;/.exec(readFileSync(ROOT + file, 'utf8')) ?? [];
  const pages = help.match(/docs\/[\w.-]+\.md/g) ?? [];
  expect(pages).not.toEqual([]);
  expect(pages.filter((page) => !existsSync(ROOT + page))).toEqual([]);
});

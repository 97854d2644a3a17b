import { readFileSync, statSync } from 'node:fs';
import { dirname, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { faultsOf } from './plain-english.ts';
import { proseOf, withoutCode } from './prose-blocks.ts';
import { ROOT, sourceFiles } from './source-files.ts';

const MAX_BYTES = { 'README.md': 8_192, 'ARCHITECTURE.md': 15_360 } as const;

/** The limit of a line of prose: a wider one is cut where two files stand beside each other. */
const MAX_LINE_CHARACTERS = 120;

const files = sourceFiles('').filter(Boolean);
/** Every tracked path: files, and the folders that hold them, without a slash at the end. */
const paths = new Set(files.flatMap((file) => [file, ...foldersOf(file)]));
const rooms = new Set(files.map((file) => file.split('/')[0] ?? file));
const documents = files.filter((file) => file.endsWith('.md'));
const text = (document: string) => readFileSync(ROOT + document, 'utf8');

test.each(Object.entries(MAX_BYTES))('%s holds at most %i bytes', (document, bytes) => {
  expect(statSync(ROOT + document).size).toBeLessThanOrEqual(bytes);
});

test('the README links every page of docs/', () => {
  const linked = linksOf(text('README.md'));
  expect(documents.filter((file) => file.startsWith('docs/') && !linked.includes(file))).toEqual(
    [],
  );
});

describe.each(documents)('%s', (document) => {
  test('links only what exists', () => {
    const targets = linksOf(text(document)).map((link) =>
      normalize(`${dirname(document)}/${link}`),
    );
    expect(targets.filter((path) => !paths.has(path.replace(/\/$/, '')))).toEqual([]);
  });

  test('links only headings that exist', () => {
    const missing = fragmentsOf(text(document)).filter(({ link, heading }) => {
      const target = link ? normalize(`${dirname(document)}/${link}`) : document;
      return !slugsOf(text(target)).includes(heading);
    });
    expect(missing).toEqual([]);
  });

  test('names only paths that exist', () => {
    expect(pathsNamedIn(text(document)).filter((path) => !matches(path))).toEqual([]);
  });

  test('is in plain English', () => {
    expect(proseOf(text(document)).flatMap(faultsOf)).toEqual([]);
  });
});

test('no line of prose is longer than 120 characters', () => {
  const long = documents.flatMap((document) =>
    proseLinesOf(text(document))
      .filter((line) => line.length > MAX_LINE_CHARACTERS)
      .map((line) => `${document}: ${line}`),
  );
  expect(long).toEqual([]);
});

test('a line of prose is neither a table’s nor code, and its URLs take no room', () => {
  const markdown =
    '| a | b |\n\n```\ncode\n```\n\nSee [it](https://example.com/a), or\n\n[it]: https://example.com';
  expect(proseLinesOf(markdown).filter(Boolean)).toEqual(['See [it](), or', '[it]: ']);
});

describe('RUNBOOK.md and docs/failures.md', () => {
  const product = files
    .filter((file) => /^(functions|media-service|shared|infra)\/.*\.ts$/.test(file))
    .map(text)
    .join('\n');

  test.each(['RUNBOOK.md', 'docs/failures.md', 'docs/migration-from-flask.md'])(
    '%s names only log events and metrics of the product',
    (document) => {
      const named = codesOf(text(document)).filter(
        (code) => /^[a-z-]+\.[a-z-]+$/.test(code) || /^([A-Z][a-z]+){2,}$/.test(code),
      );
      expect(named.length).toBeGreaterThan(5);
      const strangers = named.filter((name) => !paths.has(name) && !product.includes(`'${name}'`));
      expect(strangers).toEqual([]);
    },
  );
});

test('NOTICE names only paths that exist', () => {
  const named = text('NOTICE').match(/[\w.-]+(?:\/[\w.-]+)+\b/g) ?? [];
  const ours = named.filter((path) => rooms.has(path.split('/')[0] ?? ''));
  expect(ours.length).toBeGreaterThan(2);
  expect(ours.filter((path) => !paths.has(path))).toEqual([]);
});

test('every npm script that a document names exists', () => {
  const { scripts } = JSON.parse(text('package.json')) as { scripts: object };
  const named = documents.flatMap((document) =>
    [...text(document).matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g)].map(([, name]) => name),
  );
  expect(named.filter((name) => !(name && name in scripts))).toEqual([]);
});

test('a path in a document may hold braces, stars and a placeholder', () => {
  expect(pathsNamedIn('`shared/{log,tables}.ts` `npm start` `functions/<name>.ts`')).toEqual([
    'shared/{log,tables}.ts',
    'functions/<name>.ts',
  ]);
  expect(matches('shared/{log,tables}.ts')).toBe(true);
  expect(matches('shared/{log,tablets}.ts')).toBe(false);
  expect(matches('functions/<name>.ts')).toBe(true);
  expect(matches('shared/*.css')).toBe(false);
});

/** Lists the lines of a document that are neither a table’s nor fenced code, without their URLs. */
function proseLinesOf(markdown: string): string[] {
  return withoutCode(markdown)
    .split('\n')
    .filter((line) => !/^\s*\|/.test(line))
    .map((line) => line.replace(/https?:\/\/[^\s)]+/g, ''));
}

function foldersOf(file: string): string[] {
  const parts = file.split('/').slice(0, -1);
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'));
}

/** Lists the relative links of a document, without their fragments. */
function linksOf(markdown: string): string[] {
  const links = withoutCode(markdown).matchAll(/\]\(([^)\s]+)\)/g);
  return [...links]
    .map(([, link = '']) => link.replace(/#.*$/, ''))
    .filter((link) => link !== '' && !/^[a-z]+:/.test(link));
}

/** Lists the links to headings: `link` is empty for the document's own. */
function fragmentsOf(markdown: string) {
  const links = withoutCode(markdown).matchAll(/\]\((?![a-z]+:)([^)\s#]*)#([^)\s]+)\)/g);
  return [...links].map(([, link = '', heading = '']) => ({ link, heading }));
}

/** Lists the names by which GitHub links the headings of a document. */
function slugsOf(markdown: string): string[] {
  const headings = withoutCode(markdown).matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function codesOf(markdown: string): string[] {
  return [...withoutCode(markdown).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
}

/** Lists the backticked texts that begin with a room of ours, or end like one of its files. */
function pathsNamedIn(markdown: string): string[] {
  return codesOf(markdown)
    .filter((code) => /^[\w.@{},*<>/-]+$/.test(code))
    .filter((code) => rooms.has(code.split('/')[0] ?? '') || /^[\w-]+\.(ts|md)$/.test(code));
}

/** Returns whether a path exists; each way to expand its braces must, and any match of a star will do. */
function matches(path: string): boolean {
  return expanded(path.replace(/\/$/, '')).every((pattern) => {
    const isBare = !pattern.includes('/');
    const source = pattern
      .replace(/[.@]/g, '\\$&')
      .replace(/<[^>]*>|\*+/g, '[^/]+')
      .replace(/^/, isBare ? '(?:.*/)?' : '');
    const form = new RegExp(`^${source}$`);
    return [...paths].some((known) => form.test(known));
  });
}

function expanded(path: string): string[] {
  const braces = /^(.*?)\{([^{}]*)\}(.*)$/.exec(path);
  if (!braces) return [path];
  const [, before = '', choices = '', after = ''] = braces;
  return choices.split(',').flatMap((choice) => expanded(before + choice + after));
}

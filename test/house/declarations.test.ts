import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { declaredFunctionsOf } from './parameters.ts';
import { ROOT, sourceFiles } from './source-files.ts';

const files = sourceFiles('.ts').filter(
  (file) => !/(^|\/)(test|fixtures)\/|\.test\.ts$/.test(file),
);
const rooms = [...new Set(files.map((file) => file.split('/')[0] ?? file))];

const EXPORT =
  /^export (?:(?:async|abstract|declare) )*(?:function\*?|const|class|type|interface) (\w+)/;
/** Options and parts share the sentence of their function; a derived type shares that of its value. */
const NEEDS_NO_SENTENCE = /^export type (?:\w+(?:Options|Parts)\b|\w+ = .*\b(?:typeof|z\.infer)\b)/;

/** Names the exports of a file that stand without a docstring. */
function undocumented(source: string): string[] {
  const lines = source.split('\n').filter((line) => !line.startsWith('// biome-ignore'));
  return lines.flatMap((line, at) => {
    const [, name = ''] = EXPORT.exec(line) ?? [];
    const isDocumented = lines[at - 1]?.trimEnd().endsWith('*/') || NEEDS_NO_SENTENCE.test(line);
    return name && !isDocumented ? [name] : [];
  });
}

test.each(rooms)('every exported thing of %s has its sentence', (room) => {
  const bare = files
    .filter((file) => file === room || file.startsWith(`${room}/`))
    .flatMap((file) =>
      undocumented(readFileSync(ROOT + file, 'utf8')).map((name) => `${file}: ${name}`),
    );
  expect(bare).toEqual([]);
});

test('an exported thing without its sentence is named', () => {
  const source = [
    '/** Opens it. */',
    'export async function open(options: OpenOptions): Promise<void> {}',
    'export type OpenOptions = { readonly port: number };',
    'export type Port = (typeof ports)[number];',
    'export type Door = { readonly isOpen: boolean };',
    'export function* walk(): Iterable<Door> {}',
  ].join('\n');
  expect(undocumented(source)).toEqual(['Door', 'walk']);
});

/** AssemblyScript has no objects to pass along. */
const IS_ASSEMBLY = /^media-service\/hearing\/vad\/assembly\//;

test('no function takes more than four parameters', () => {
  const wide = files
    .filter((file) => !IS_ASSEMBLY.test(file))
    .flatMap((file) =>
      declaredFunctionsOf(readFileSync(ROOT + file, 'utf8'))
        .filter(({ parameters }) => parameters > 4)
        .map(({ name }) => `${file}: ${name}`),
    );
  expect(wide).toEqual([]);
});

test('the parameters of a function are counted, however they are written', () => {
  const source = `
    function none() {}
    export async function* three<T>(a: Map<string, T>, { b, c }: Both, d = [1, 2]) {}
    function two(
      a: (x: number, y: number) => void,
      b?: string,
    ) {}`;
  expect(declaredFunctionsOf(source)).toEqual([
    { name: 'none', parameters: 0 },
    { name: 'three', parameters: 3 },
    { name: 'two', parameters: 2 },
  ]);
});

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type InterfaceMember, membersOf } from './interface-members.ts';
import { ROOT, sourceFiles } from './source-files.ts';

const ports = sourceFiles('.ts').filter((file) => file.startsWith('shared/ports/'));

function faultOf({ name, docstring, type }: InterfaceMember): string[] {
  if (!docstring) return [`${name} has no docstring`];
  const isAsync = /\b(Promise|AsyncIterable)\b/.test(type);
  const saysErrors = /@throws ([A-Z]\w+|signal\.reason)\b|\bNever throws\b/.test(docstring);
  return isAsync && !saysErrors ? [`${name} does not name the errors that it throws`] : [];
}

describe('ports', () => {
  test.each(ports)('every member of %s is documented, an async one with its errors', (port) => {
    const members = membersOf(readFileSync(ROOT + port, 'utf8'));
    expect(members).not.toEqual([]);
    expect(members.flatMap(faultOf)).toEqual([]);
  });

  test('a member without a docstring, or without its errors, is named', () => {
    const source = `
      /** A port. */
      export interface Port {
        read(key: { name: string }): Promise<string>;
        /** Returns a name. */
        find(key: Promise<string>): string;
        /** Writes it. */
        readonly write: (text: string) => Promise<void>;
        /** Streams it. @throws VendorFailed */
        stream(): AsyncIterable<string>;
        /** Closes it. Never throws. */
        close(): Promise<void>;
      }
      export type Row = { readonly id: string };`;
    expect(membersOf(source).flatMap(faultOf)).toEqual([
      'Port.read has no docstring',
      'Port.write does not name the errors that it throws',
    ]);
  });
});

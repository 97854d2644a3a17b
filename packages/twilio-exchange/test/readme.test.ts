import { readFileSync } from 'node:fs';
import { defaultSwitches } from 'twilio-exchange/trouble/switches.ts';
import { expect, test } from 'vitest';

const readme = read('../README.md');

test('the README shows the example that is tested', () => {
  const [, example] = /```ts\n(.*?)```/s.exec(readme) ?? [];
  expect(example).toBe(read('./example.test.ts'));
});

test('the README is at most 8 KB', () => {
  expect(Buffer.byteLength(readme)).toBeLessThanOrEqual(8 * 1024);
});

test.for(Object.entries(defaultSwitches))('the README lists the switch %s', ([name, value]) => {
  const row = readme.split('\n').find((line) => line.startsWith(`| \`${name}\``));
  expect(row).toContain(`| \`${value === '' ? "''" : String(value)}\` |`);
});

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}

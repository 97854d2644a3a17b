import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { importsAmong } from './import-graph.ts';
import { ROOT, sourceFiles } from './source-files.ts';

const imports = importsAmong(sourceFiles('.ts'));

/** Returns every file that a file imports, also by others. */
function reachedFrom(file: string): ReadonlySet<string> {
  const reached = new Set([file]);
  for (const each of reached) {
    for (const { from, to } of imports) if (from === each) reached.add(to);
  }
  return reached;
}

const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as {
  scripts: Record<string, string>;
};
const programs = Object.values(scripts).flatMap(
  (script) => /^node (commands\/\S+\.ts)$/.exec(script)?.[1] ?? [],
);

test.each(programs.filter((file) => reachedFrom(file).has('shared/log.ts')))(
  '%s keeps the log of the product away from its own words',
  (file) => {
    expect(imports).toContainEqual({ from: file, to: 'commands/product-command.ts' });
  },
);

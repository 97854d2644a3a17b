import { readFileSync } from 'node:fs';
import { dirname, normalize } from 'node:path';
import jsTokens from 'js-tokens';
import { ROOT } from './source-files.ts';

/** One import: both ends are paths from the root of the checkout. */
export type Import = { readonly from: string; readonly to: string };

/** The names by which one room reaches another, and the folders behind them. */
const ALIASES: Readonly<Record<string, string>> = {
  '@agent-locator/audio/': 'packages/audio/',
  '@agent-locator/command-line/': 'packages/command-line/',
  'twilio-exchange/': 'packages/twilio-exchange/src/',
  '#': '',
};

/** Lists the imports among our own files, of types too. */
export function importsAmong(files: readonly string[]): Import[] {
  const known = new Set(files);
  return files.flatMap((from) =>
    specifiersOf(readFileSync(ROOT + from, 'utf8'))
      .map((specifier) => toPath(from, specifier))
      .filter((to): to is string => to !== undefined && known.has(to))
      .map((to) => ({ from, to })),
  );
}

/** Finds circles of the folders and files in one folder, each with the imports that close it. */
export function circlesIn(folder: string, imports: readonly Import[]): string[] {
  const edges = new Map<string, Map<string, Import>>();
  for (const each of imports) {
    const [from, to] = [roomIn(folder, each.from), roomIn(folder, each.to)];
    if (!from || !to || from === to) continue;
    edges.set(from, (edges.get(from) ?? new Map<string, Import>()).set(to, each));
  }
  const reaches = (from: string, goal: string, seen = new Set<string>()): boolean => {
    for (const next of edges.get(from)?.keys() ?? []) {
      if (next === goal) return true;
      if (seen.has(next)) continue;
      seen.add(next);
      if (reaches(next, goal, seen)) return true;
    }
    return false;
  };
  return [...edges].flatMap(([from, targets]) =>
    [...targets].flatMap(([to, each]) =>
      reaches(to, from) ? [`${from} → ${to}: ${each.from} imports ${each.to}`] : [],
    ),
  );
}

/** The file or folder directly in `folder` that holds a path; undefined outside of it. */
function roomIn(folder: string, path: string): string | undefined {
  if (!path.startsWith(folder)) return undefined;
  return path.slice(folder.length).split('/')[0];
}

function specifiersOf(source: string): string[] {
  const tokens = [...jsTokens(source)].filter(
    ({ type }) => !/^(WhiteSpace|LineTerminatorSequence|.*Comment)$/.test(type),
  );
  return tokens.flatMap(({ type, value }, at) => {
    const before = tokens[at - 1]?.value;
    const isImported =
      before === 'from' || before === 'import' || tokens[at - 2]?.value === 'import';
    return type === 'StringLiteral' && isImported ? [value.slice(1, -1)] : [];
  });
}

function toPath(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return normalize(`${dirname(from)}/${specifier}`);
  const alias = Object.keys(ALIASES).find((start) => specifier.startsWith(start));
  return alias === undefined ? undefined : ALIASES[alias] + specifier.slice(alias.length);
}

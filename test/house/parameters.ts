import jsTokens from 'js-tokens';

/** A declared function, and the number of its parameters. */
export type DeclaredFunction = { readonly name: string; readonly parameters: number };

/** Reads the function declarations of a TypeScript file. */
export function declaredFunctionsOf(source: string): DeclaredFunction[] {
  const words = [...jsTokens(source)]
    .filter(({ type }) => !/^(WhiteSpace|LineTerminatorSequence|.*Comment)$/.test(type))
    .map(({ value }) => value);
  return words.flatMap((word, at) => {
    if (word !== 'function') return [];
    const name = words[at + 1] === '*' ? at + 2 : at + 1;
    const open = words.indexOf('(', name);
    return open === -1 ? [] : [{ name: words[name] ?? '', parameters: countFrom(words, open) }];
  });
}

/** Counts the parameters behind a parenthesis: its commas, but the last one before the end. */
function countFrom(words: readonly string[], open: number): number {
  let depth = 0;
  let commas = 0;
  for (let at = open; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (/^[([{<]$/.test(word)) depth += 1;
    if (/^[)\]}>]$/.test(word)) depth -= 1;
    if (depth === 0) return words[at - 1] === '(' ? 0 : commas + (words[at - 1] === ',' ? 0 : 1);
    if (depth === 1 && word === ',') commas += 1;
  }
  return commas;
}

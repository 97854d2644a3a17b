import jsTokens from 'js-tokens';

/** One comment of a source file, as prose: markers stripped, lines joined. */
export type Comment = { readonly line: number; readonly text: string };

/** Comments that speak to a tool and not to a reader. */
const DIRECTIVE = /^(biome-ignore|@ts-|knip|v8 ignore|!|<reference)/;

/** Reads the comments of a TypeScript file; line comments on consecutive lines are one comment. */
export function commentsOf(source: string): Comment[] {
  const comments: { line: number; lastLine: number; text: string; isLine: boolean }[] = [];
  let line = 1;
  for (const { type, value } of jsTokens(source)) {
    const lastLine = line + value.split('\n').length - 1;
    if (type === 'SingleLineComment' || type === 'MultiLineComment') {
      const isLine = type === 'SingleLineComment';
      const text = isLine ? value.slice(2).trim() : blockText(value);
      const above = comments.at(-1);
      if (isLine && above?.isLine && above.lastLine === line - 1) {
        above.text += ` ${text}`;
        above.lastLine = line;
      } else comments.push({ line, lastLine, text, isLine });
    }
    line = lastLine;
  }
  return comments.filter(({ text }) => text && !DIRECTIVE.test(text));
}

function blockText(value: string): string {
  return value
    .replace(/^\/\*+|\*+\/$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trim())
    .join(' ')
    .trim();
}

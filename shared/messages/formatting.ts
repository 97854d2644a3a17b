/** Converts a model's Markdown to WhatsApp's formatting: `*bold*`, `_italic_`, `~struck~`, plain links and lists. */
export function toWhatsApp(markdown: string): string {
  return markdown
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .flatMap(lineOf)
    .join('\n')
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/!?\[([^\]\n]*)\]\((https?:\/\/[^\s)]+)\)/g, (_, name: string, url: string) =>
      name && name !== url ? `${name}: ${url}` : url,
    )
    .replace(/\*\*\*([^*\n]+)\*\*\*/g, '*_$1_*')
    .replace(/(\*\*|__)(?=\S)([^\n]+?)(?<=\S)\1/g, '*$2*')
    .replace(/~~(?=\S)([^\n]+?)(?<=\S)~~/g, '~$1~')
    .replace(/\\([\\`*_{}[\]()#+\-.!~|>])/g, '$1')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Converts one line: a heading becomes bold, a list keeps its dashes, a table its cells; a rule is dropped. */
function lineOf(line: string): string[] {
  const heading = /^ {0,3}#{1,6}\s+(.*?)\s*#*\s*$/.exec(line)?.[1];
  if (heading !== undefined) return heading ? [`*${heading.replace(/\*/g, '')}*`] : [];
  if (/^ {0,3}([-*_])( *\1){2,}\s*$/.test(line)) return [];
  if (/^\s*\|?[\s:|-]*-[\s:|-]*\|[\s:|-]*$/.test(line)) return [];
  const cells = /^\s*\|(.*)\|\s*$/.exec(line)?.[1];
  if (cells !== undefined)
    return [
      cells
        .split('|')
        .map((cell) => cell.trim())
        .join(' · '),
    ];
  return [line.replace(/^(\s*)[*+] +/, '$1- ')];
}

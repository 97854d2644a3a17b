const HEBREW_LETTER = /[\u0590-\u05FF]/g;
const LATIN_LETTER = /[A-Za-z]/g;

/** Lists the paragraphs, list items and table cells of a document in Markdown; without code, headings, link targets and Hebrew. */
export function proseOf(markdown: string): string[] {
  const texts = [...paragraphsOf(markdown), ...cellsOf(markdown)];
  return texts.filter((text) => !isHebrew(text)).map(toWords);
}

/** Lists the blocks of a help text: its paragraphs and the words on each option. The usage is left out. */
export function helpProseOf(help: string): string[] {
  const blocks: string[] = [];
  let open = false;
  for (const line of help.split('\n')) {
    const [, described] = /^ +\S.*? {2,}(\S.*)$/.exec(line) ?? [];
    // The name of an option may have a line of its own.
    const isName = described === undefined && /^ {2,4}\S/.test(line);
    if (isName || /^(Usage:|\s*$|\s+(npm|npx|node) )/.test(line)) open = false;
    else if (described !== undefined || !open) {
      blocks.push(described ?? line.trim());
      open = true;
    } else blocks.push(`${blocks.pop()} ${line.trim()}`);
  }
  return blocks.filter((block) => !isHebrew(block));
}

function paragraphsOf(markdown: string): string[] {
  const blocks: string[] = [];
  let open = false;
  for (const line of withoutCode(markdown).split('\n')) {
    const isItem = /^\s*(?:[-*]|\d+\.)\s/.test(line);
    if (/^\s*$|^\s*[|#<]|^\[[^\]]+\]: /.test(line)) open = false;
    else if (isItem || !open) {
      blocks.push(line);
      open = true;
    } else blocks.push(`${blocks.pop()} ${line.trim()}`);
  }
  return blocks;
}

function cellsOf(markdown: string): string[] {
  const rows = withoutCode(markdown)
    .split('\n')
    .filter((line) => /^\s*\|(?![\s|:-]+$)/.test(line));
  return rows.flatMap((row) => row.split(/(?<!\\)\|/).map((cell) => cell.trim())).filter(Boolean);
}

/** Returns a document without its fenced code. */
export function withoutCode(markdown: string): string {
  return markdown.replace(/^ *```[\s\S]*?^ *```$/gm, '');
}

function isHebrew(block: string): boolean {
  const [hebrew, latin] = [HEBREW_LETTER, LATIN_LETTER].map(
    (letter) => (block.match(letter) ?? []).length,
  );
  return (hebrew ?? 0) > (latin ?? 0);
}

/** Takes the markup off: a link becomes its text, emphasis its words, a list item its first word. */
function toWords(block: string): string {
  return block
    .replace(/^\s*(?:[-*]|\d+\.)\s+/, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(?<![\w`])\*{1,2}(?=\S)([^*`]*?\S)\*{1,2}/g, '$1')
    .trim();
}

const HEBREW_LETTER = /[\u0590-\u05FF]/g;
const LATIN_LETTER = /[A-Za-z]/g;

/** Lists the paragraphs and list items of a document in Markdown; without tables, code, headings, link targets and Hebrew. */
export function proseOf(markdown: string): string[] {
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
  return blocks.filter((block) => !isHebrew(block)).map(toWords);
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

/** Returns the page of a mail in Hebrew, read from right to left. */
export function mailPage(title: string, lines: readonly string[]): string {
  const paragraphs = lines.map((line) => `<p dir="auto">${escaped(line)}</p>`);
  return [
    '<!doctype html>',
    '<html lang="he" dir="rtl">',
    `<head><meta charset="utf-8"><title>${escaped(title)}</title></head>`,
    `<body style="font-family:Arial,sans-serif;font-size:16px">${paragraphs.join('')}</body>`,
    '</html>',
  ].join('\n');
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Returns other people’s words on one line, without characters that could end the quotation. */
export function quoted(words: string, maxChars = words.length): string {
  // Control characters, line breaks and marks of writing direction.
  const plain = words.replace(/[\p{C}\p{Z}<>"]+/gu, ' ').trim();
  return plain.length <= maxChars ? plain : `${plain.slice(0, maxChars).trimEnd()}…`;
}

/** Cuts a text to what was heard of it, to a whole word, given how many milliseconds of its audio were played. */
export function heardText(text: string, playedMs: number, audioMs: number): string {
  if (playedMs >= audioMs) return text;
  const characters = Math.floor((text.length * Math.max(0, playedMs)) / audioMs);
  if (characters >= text.length || /\s/.test(text[characters] ?? ' ')) {
    return text.slice(0, characters).trim();
  }
  const lastSpace = text.lastIndexOf(' ', characters);
  return lastSpace < 0 ? '' : text.slice(0, lastSpace).trim();
}

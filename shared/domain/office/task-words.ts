/** The longest words of a task: four texts of a tool fit, or a voicemail and its matter. */
const MAX_WORDS_CHARS = 800;
/** Between the parts of a matter. */
const SEAM = '; ';

/** Returns the words of a matter that is told in parts. The newest part stays whole. */
export function joinedWords(before: string | undefined, words: string): string {
  if (!before || words.includes(before)) return words;
  if (before.includes(words)) return before;
  const room = Math.max(0, MAX_WORDS_CHARS - SEAM.length - words.length);
  return `${before.slice(0, room)}${SEAM}${words}`.slice(0, MAX_WORDS_CHARS).toWellFormed();
}

/** Returns words without one of their parts, and with another one at their end. */
export function withPart(before: string | undefined, part: string, instead: string): string {
  const others = (before ?? '').split(SEAM).filter((one) => one && one !== part);
  return instead ? joinedWords(others.join(SEAM), instead) : others.join(SEAM);
}

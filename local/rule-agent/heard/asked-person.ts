/** The beginning of a name that stands behind a preposition: ליוסי, את דנה. */
const BEFORE = '(?<![א-ת])[לבמשו]?';

/** Returns the person of the office whom the caller named, as the briefing spells them; null for nobody. */
export function personAsked(said: string, people: readonly string[]): string | null {
  const isSaid = (word: string) => new RegExp(`${BEFORE}${word}(?![א-ת])`).test(said);
  return people.find((name) => name.split(' ').some(isSaid)) ?? null;
}

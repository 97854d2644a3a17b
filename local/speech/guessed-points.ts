/** Guesses the vowel points of a word that is missing from the lexicon. */
export function guessPoints(word: string): string {
  const letters = [...word.replaceAll('״', '')];
  let isOpen = false;
  return letters
    .map((letter, at) => {
      const next = letters[at + 1];
      const dots = `${at === 0 && 'בכפ'.includes(letter) ? DAGESH : ''}${letter === 'ש' ? SHIN_DOT : ''}`;
      if (at > 0 && letter === 'ו') return isVowel(letters, at) ? 'וֹ' : letter;
      if (at > 0 && letter === 'י') return letter;
      if (!next && 'חע'.includes(letter) && 'וי'.includes(letters[at - 1] ?? ''))
        return letter + PATAH;
      if (at > 0 && letter === 'א' && next !== 'י') return letter;
      if (!next || next === '׳' || isVowel(letters, at + 1)) {
        isOpen = next !== undefined;
        return letter + dots;
      }
      if (next === 'י') return letter + dots + HIRIQ;
      isOpen = !isOpen || 'אה'.includes(next) || at === letters.length - 2;
      return letter + dots + (isOpen ? PATAH : SHVA);
    })
    .join('');
}

const SHVA = '\u05b0';
const HIRIQ = '\u05b4';
const PATAH = '\u05b7';
const DAGESH = '\u05bc';
const SHIN_DOT = '\u05c1';

/** A single vav inside a word is mostly o. */
function isVowel(letters: readonly string[], at: number): boolean {
  return letters[at] === 'ו' && letters[at - 1] !== 'ו' && letters[at + 1] !== 'ו' && at > 0;
}

import { agreementWords, listeningWords, protestWords } from './agreement-words.ts';
import { heardWords, phraseSet, phrasesIn, withoutRepeats } from './heard-words.ts';
import { isHesitation } from './hesitation.ts';

const phrases = phraseSet(agreementWords, listeningWords);
const protests = phraseSet(protestWords);
/** More phrases than this make a turn. */
const MAX_PHRASES = 4;
/** Longer texts are not looked at word by word. */
const MAX_CHARS = 80;

/**
 * Returns whether words only show that the caller listens: “yes”, “mhm”, “all right”.
 * Digits, other words and question marks are content; so is another script, except in “OK”.
 */
export function isBackChannel(text: string): boolean {
  if (text.length > MAX_CHARS || /[?؟\d]/u.test(text)) return false;
  const words = heardWords(text);
  if (words.length === 0) return false;
  const forms = words.map(({ form }) => form);
  if (forms.some((form, index) => protests.has(`${form} ${forms[index + 1]}`))) return false;
  const said = withoutRepeats(words.filter((word) => !isHesitation(word)));
  const count = phrasesIn(
    said.map(({ form }) => form),
    phrases,
  );
  return count !== undefined && count <= MAX_PHRASES;
}

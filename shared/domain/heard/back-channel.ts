import {
  agreementWords,
  listenersCourtesies,
  listeningWords,
  protestWords,
  thankedAnswers,
} from './agreement-words.ts';
import { heardWords, phraseSet, phrasesIn, withoutRepeats } from './heard-words.ts';
import { isHesitation } from './hesitation.ts';

const phrases = phraseSet(agreementWords, listeningWords);
const protests = phraseSet(protestWords);
const courtesies = phraseSet(listenersCourtesies);
const thanked = phraseSet(thankedAnswers);
/** More phrases than this make a turn. */
const MAX_PHRASES = 4;
const THANKS = 'תודה';
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
  const count = phrasesIn(withoutCourtesy(said.map(({ form }) => form)), phrases);
  return count !== undefined && count <= MAX_PHRASES;
}

/** Returns words without thanks or a name at their end; words of thanks alone, or behind an answer, stay. */
function withoutCourtesy(forms: readonly string[]): readonly string[] {
  for (let words = 1; words < forms.length; words++) {
    const rest = forms.slice(0, words);
    if (!courtesies.has(forms.slice(words).join(' '))) continue;
    const isAnswer = forms[words] === THANKS && thanked.has(rest.join(' '));
    return isAnswer ? forms : rest;
  }
  return forms;
}

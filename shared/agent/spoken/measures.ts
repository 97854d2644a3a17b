import { countedNoun } from './nouns.ts';

/** A sign or a word that makes the number before it a measure. */
const MEASURE =
  /^ ?(?:[₪%$€£°]|(?:מיליון|מיליונים|מיליארד|אלף|אלפים|אחוז|מטר|דונם|קילו|קילומטר|סנטימטר|ליטר|קוב|טון|שקל|דולר|יורו|אירו|כוכבים|נקודות|ש["״”]?ח|[מקסט]["״”][רמגקט]|מ['׳’]|ח['׳’]|חד['׳’]?|נטו|ברוטו)(?!["'״׳”’]?[א-ת])|([א-ת]+))/;

/** Returns whether a text begins with a unit or a plural, so that the number before it is a quantity. */
export function isMeasured(text: string): boolean {
  const [found, word] = MEASURE.exec(text) ?? [];
  if (found === undefined) return false;
  if (word === undefined) return true;
  const noun = countedNoun(word);
  return Boolean(noun?.singular && noun.singular !== word);
}

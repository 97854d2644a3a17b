import { agreementWords } from './agreement-words.ts';
import { type HeardWord, phraseSet, phrasesIn } from './heard-words.ts';
import { isHesitation, isSoundOfYes } from './hesitation.ts';
import { numberWordAt, withoutPrefixes } from './number-words.ts';
import {
  acceptingVerbs,
  acceptingWords,
  dayWords,
  decliningWords,
  measureWords,
  politeWords,
  singularWords,
  sumWords,
} from './short-answer-words.ts';

const yesOrNo = phraseSet(agreementWords, acceptingWords, decliningWords);
const yesOrNoPolitely = phraseSet(agreementWords, acceptingWords, decliningWords, politeWords);
const acceptance = phraseSet(agreementWords, acceptingWords, acceptingVerbs, politeWords);
const polite = phraseSet(politeWords);
const days = phraseSet(dayWords);
const measures = phraseSet(measureWords);
const singular = phraseSet(singularWords);
const sums = phraseSet(sumWords);

/** Longer answers are sentences, which may go on. */
const MAX_WORDS = 10;
/** After these questions a small number is the beginning of a sum: שבע, then מאות. */
const MONEY_ASKED = /תקציב|מחיר|סכום|שכר|שקל|כסף|לשלם|עולה/u;

/** Words of a question that a “yes” does not answer. */
const OPEN_QUESTION =
  /(?<!\p{L})(?:[בלמכ]?מה|מתי|כמה|איך|איפה|היכן|[בלמ]?מי|לאן|למה|מדוע|[בלמ]?איז[הו]|[בלמ]?אילו|או)(?!\p{L})/u;

/** The letter of a weekday: יום ב׳. */
const LETTER_OF_DAY = /^[א-ו]['’׳]$/u;

/** Returns whether words are a whole answer: yes or no, a number, a sum, an hour or a day. */
export function isShortAnswer(words: readonly HeardWord[], asked: string): boolean {
  const said = words.filter((word) => !isHesitation(word));
  if (said.length === 0 || said.length > MAX_WORDS) return false;
  return isYesOrNo(said) || isMeasure(said, asked);
}

/**
 * Returns whether words accept an offer with a verb that else wants its object: “yes, I want”. After another
 * question the object may still come.
 */
export function isAcceptance(words: readonly HeardWord[], asked: string): boolean {
  if (isOpenQuestion(asked)) return false;
  const said = words.filter((word) => !isHesitation(word)).map(({ form }) => form);
  return said.length > 0 && phrasesIn(said, acceptance) !== undefined && !isPolite(said);
}

/** Returns whether the caller says yes with a sound alone: אהה, מהמ. */
export function isYesInSounds(words: readonly HeardWord[], asked: string): boolean {
  return isSoundOfYes(words) && !isOpenQuestion(asked);
}

function isOpenQuestion(asked: string): boolean {
  return OPEN_QUESTION.test(asked.split(/[.!?]/u).at(-2) ?? asked);
}

function isPolite(forms: readonly string[]): boolean {
  return phrasesIn(forms, polite) !== undefined;
}

function isYesOrNo(words: readonly HeardWord[]): boolean {
  const forms = words.map(({ form }) => form);
  if (phrasesIn(forms, yesOrNoPolitely) === undefined) return false;
  return !isPolite(forms) || phrasesIn(forms, yesOrNo) !== undefined;
}

function isMeasure(words: readonly HeardWord[], asked: string): boolean {
  const kinds = words.map((_, index) => kindOf(words, index));
  if (kinds.includes('other')) return false;
  if (!kinds.includes('number') && !kinds.includes('day')) return false;
  if (kinds.includes('day') || !MONEY_ASKED.test(asked)) return true;
  return words.some(({ form }) => /^\d/u.test(form) || isIn(form, sums));
}

function kindOf(
  words: readonly HeardWord[],
  index: number,
): 'number' | 'day' | 'measure' | 'other' {
  const { form = '', written = '' } = words[index] ?? {};
  if (/^\d/u.test(form) || numberWordAt(words, index) || isIn(form, singular)) return 'number';
  if (isIn(form, days) || LETTER_OF_DAY.test(written)) return 'day';
  return isIn(form, measures) ? 'measure' : 'other';
}

function isIn(form: string, phrases: ReadonlySet<string>): boolean {
  return withoutPrefixes(form, (rest) => phrases.has(rest) || undefined) ?? false;
}

import { dictatedDigits } from '#shared/domain/heard/dictated-digits.ts';
import { heardWords } from '#shared/domain/heard/heard-words.ts';
import { isHesitation } from '#shared/domain/heard/hesitation.ts';
import { readNumberAt } from '#shared/domain/heard/number-words.ts';
import { hasOpenEnding } from '#shared/domain/heard/open-ending.ts';
import { isAcceptance, isShortAnswer, isYesInSounds } from '#shared/domain/heard/short-answer.ts';

/** The silence that ends a turn, as people leave it between such turns, by the words and the question. */
const COMMIT_MS = {
  /** A question, or a short answer to one: nothing is missing. */
  complete: 450,
  usual: 600,
  /** The last word asks for another one. */
  unfinished: 900,
  /** People read numbers in groups, and breathe between them. */
  dictated: 1_200,
} as const;

/** Israel’s mobile numbers have ten digits, its other phone numbers and its identity numbers nine. */
const MIN_DIGITS = 9;
const MOBILE_DIGITS = 10;
/** With the country code a number has no zero at its beginning. */
const INTERNATIONAL_DIGITS = 12;
/** Fewer digits than this, in figures or words, are not known as a number yet: 05 may be a month. */
const MIN_FIGURES_UNASKED = 3;
const MIN_WORDS_UNASKED = 2;
const BEGINS_A_NUMBER = /0|\+|אפס|נול|זי?רו|פלוס/u;
/** The country code, behind “plus”. */
const COUNTRY = /(?:\+|פלוס).*/su;
/** A caller names a telephone; its digits follow, whatever the first of them is. */
const NAMES_A_NUMBER =
  /(?<!\p{L})[בלמו]?ה?(?:(?:טלפון|נייד|פלאפון|סלולרי)(?: של(?:י|נו|ו|ה| ה?\p{L}+(?: שלי| שלנו| הזוג)?))?|מספר(?: ה?(?:טלפון|נייד|פלאפון))? של(?:י|נו|ו|ה| \p{L}+(?: שלי| שלנו| הזוג)?))(?: הוא| זה|:)? (?<digits>[^?]*)$/u;
/** Behind its zero a mobile number begins with fifty. */
const MOBILE_TENS = /^(?:חמישימ|5\d)$/u;
const IDENTITY_ASKED = /תעודת (?:ה)?זהות|ת["״]ז/u;
const NUMBER_ASKED =
  /(?:מספר|מה) (?:ה)?(?:טלפון|נייד|פלאפון|סלולרי|תעודת)|(?:לאיזה|באיזה|על איזה) מספר|(?:טלפון|נייד|מספר)\?|תעודת (?:ה)?זהות|ת["״]ז/u;

/** Returns the silence in milliseconds that ends a turn, by its `text`, if known, and by the agent's last line. */
export function silenceToCommitMs(text: string | undefined, asked: string | undefined): number {
  if (text === undefined) return isDictated('', asked) ? COMMIT_MS.dictated : COMMIT_MS.usual;
  if (isDictated(text, asked)) return COMMIT_MS.dictated;
  const said = text.trim();
  if (/(?:\.\.|…|,|[-–—־@_])$/u.test(said)) return COMMIT_MS.unfinished;
  const isQuestion = /\?["”״]?$/u.test(said.replace(/[\s.!]+$/u, ''));
  const words = heardWords(said);
  if (isQuestion) return COMMIT_MS.complete;
  const question = asked?.trim().endsWith('?') ? asked.trim() : undefined;
  if (question !== undefined && isYesInSounds(words, question)) return COMMIT_MS.complete;
  if (hasOpenEnding(words)) {
    // The object of “yes, I want” may still come, but the answer is whole.
    const isWhole = question !== undefined && isAcceptance(words, question);
    return isWhole ? COMMIT_MS.usual : COMMIT_MS.unfinished;
  }
  const isAnswer = question !== undefined && isShortAnswer(words, question);
  return isAnswer ? COMMIT_MS.complete : COMMIT_MS.usual;
}

/** Returns whether the caller is in the middle of a number that is read digit by digit. */
export function isDictated(text: string, asked: string | undefined): boolean {
  const isAsked = asked !== undefined && NUMBER_ASKED.test(asked);
  if (text === '') return isAsked;
  const named = NAMES_A_NUMBER.exec(text)?.groups?.digits;
  const runs = dictatedDigits(named ?? text);
  const read = runs.join('');
  if (read.length === 0 || read.length >= wholeLength(read, asked)) return false;
  return isAsked || (named !== undefined && startsWithNumber(named)) || beginsANumber(text, runs);
}

/** Returns whether digits that nobody asked for begin a telephone number; a year or a price begins otherwise. */
function beginsANumber(text: string, runs: readonly string[]): boolean {
  const read = runs.join('');
  const fewest = /\d/u.test(text) ? MIN_FIGURES_UNASKED : MIN_WORDS_UNASKED;
  if (read.length < fewest || /\d[:./]\d/u.test(text)) return false;
  const country = COUNTRY.exec(text)?.[0];
  if (country !== undefined && /^97/u.test(dictatedDigits(country).join(''))) return true;
  if (BEGINS_A_NUMBER.test(text) && runs.some((run) => run.startsWith('0'))) return true;
  return read.length >= MIN_FIGURES_UNASKED && isMobileWithoutZero(text);
}

/** חמישים וארבע שבע שבע: the beginning of a mobile number without its zero, and nothing else but numbers. */
function isMobileWithoutZero(text: string): boolean {
  const words = heardWords(text).filter((word) => word.written !== 'ו' && !isHesitation(word));
  if (words.length < 2 || !MOBILE_TENS.test(words[0]?.form ?? '')) return false;
  return words.every(({ form }, index) => {
    const kind = readNumberAt(words, index)?.kind;
    return /^\d/u.test(form) || (kind !== undefined && kind !== 'thousand');
  });
}

function startsWithNumber(text: string): boolean {
  const words = heardWords(text.replace(/^\s*(?:\+|פלוס)/u, ''));
  return /^\d/u.test(words[0]?.form ?? '') || readNumberAt(words, 0) !== undefined;
}

/** Returns how many digits the number will have that begins so. */
function wholeLength(digits: string, asked: string | undefined): number {
  if (asked !== undefined && IDENTITY_ASKED.test(asked)) return MIN_DIGITS;
  if (digits.startsWith('972')) return INTERNATIONAL_DIGITS;
  return /^0[57]/u.test(digits) ? MOBILE_DIGITS : MIN_DIGITS;
}

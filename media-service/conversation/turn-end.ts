import { dictatedDigits } from '#shared/domain/heard/dictated-digits.ts';
import { heardWords } from '#shared/domain/heard/heard-words.ts';
import { hasOpenEnding } from '#shared/domain/heard/open-ending.ts';
import { isAcceptance, isShortAnswer } from '#shared/domain/heard/short-answer.ts';

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
/** Fewer digits than this at the beginning of a sentence are not known as a number yet. */
const MIN_DIGITS_UNASKED = 3;
const BEGINS_A_NUMBER = /0|\+|אפס|נול|זי?רו/u;
const IDENTITY_ASKED = /תעודת (?:ה)?זהות|ת["״]ז/u;
const NUMBER_ASKED =
  /(?:מספר|מה) (?:ה)?(?:טלפון|נייד|פלאפון|סלולרי|תעודת)|(?:לאיזה|באיזה|על איזה) מספר|(?:טלפון|נייד|מספר)\?|תעודת (?:ה)?זהות|ת["״]ז/u;

/** Returns the silence in milliseconds that ends a turn, by its `text`, if known, and by the agent's last line. */
export function silenceToCommitMs(text: string | undefined, asked: string | undefined): number {
  if (text === undefined) return isDictated('', asked) ? COMMIT_MS.dictated : COMMIT_MS.usual;
  if (isDictated(text, asked)) return COMMIT_MS.dictated;
  const said = text.trim();
  if (/(?:\.\.|…|,|[-–—־])$/u.test(said)) return COMMIT_MS.unfinished;
  const isQuestion = /\?["”״]?$/u.test(said.replace(/[\s.!]+$/u, ''));
  const words = heardWords(said);
  if (isQuestion) return COMMIT_MS.complete;
  const question = asked?.trim().endsWith('?') ? asked.trim() : undefined;
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
  if (!isAsked && !BEGINS_A_NUMBER.test(text)) return false;
  const runs = dictatedDigits(text);
  const read = runs.join('');
  if (read.length >= wholeLength(read, asked)) return false;
  if (isAsked) return read.length > 0;
  // A year or a price begins otherwise.
  const begun = text.includes('+') || runs.some((run) => run.startsWith('0'));
  return begun && read.length >= MIN_DIGITS_UNASKED && !/\d[:.]\d/u.test(text);
}

/** Returns how many digits the number will have that begins so. */
function wholeLength(digits: string, asked: string | undefined): number {
  if (asked !== undefined && IDENTITY_ASKED.test(asked)) return MIN_DIGITS;
  if (digits.startsWith('972')) return INTERNATIONAL_DIGITS;
  return /^0[57]/u.test(digits) ? MOBILE_DIGITS : MIN_DIGITS;
}

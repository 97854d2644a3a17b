import { type HeardWord, heardWords } from './heard-words.ts';
import { type NumberWord, readNumberAt } from './number-words.ts';

/** Digits that were read without another word between them. */
export type DigitRun = string;

/** Digits that a group of words reads, and how many words it has. */
type Group = { readonly digits: string; readonly words: number };

const NUMERALS = /^\d[\d.,/]*$/;
/** “Twice”, before or behind its digit. Its form equals that of “times”, which follows a count. */
const TWICE = 'פעמיים';
const TIMES = 'פעמים';

/** Returns the digits that a text reads out, in runs: אפס חמישים וארבע is `054`. */
export function dictatedDigits(text: string): DigitRun[] {
  const words = heardWords(text);
  const runs: DigitRun[] = [];
  let run = '';
  for (let index = 0; index < words.length; ) {
    const group =
      repeatedAt(words, index, run) ?? numeralsAt(words, index) ?? groupAt(words, index, run);
    if (group) {
      run += group.digits;
    } else if (run && !isAnd(words, index)) {
      runs.push(run);
      run = '';
    }
    index += group?.words ?? 1;
  }
  return run ? [...runs, run] : runs;
}

/** “Twice seven”, “seven twice” and “three times seven”. */
function repeatedAt(words: readonly HeardWord[], index: number, run: string): Group | undefined {
  if (words[index]?.written === TWICE) {
    const digit = digitAt(words, index + 1);
    if (digit !== undefined) return { digits: digit.repeat(2), words: 2 };
    return run ? { digits: run.slice(-1), words: 1 } : undefined;
  }
  if (words[index + 1]?.written !== TIMES) return undefined;
  const [count, digit] = [digitAt(words, index), digitAt(words, index + 2)];
  if (count === undefined || digit === undefined) return undefined;
  return { digits: digit.repeat(Number(count)), words: 3 };
}

function numeralsAt(words: readonly HeardWord[], index: number): Group | undefined {
  const { written = '' } = words[index] ?? {};
  return NUMERALS.test(written) ? { digits: written.replace(/\D/g, ''), words: 1 } : undefined;
}

/** A number of words: a thousand, hundreds, and what fills their zeros. */
function groupAt(words: readonly HeardWord[], index: number, run: string): Group | undefined {
  let at = index;
  let digits = '';
  // Behind another number “thousand” belongs to a sum.
  const isThousand = kindAt(words, at) === 'thousand' && !readNumberAt(words, at - 1);
  const parts = [isThousand ? single(words, at) : undefined, hundredsAt, belowHundredAt];
  for (const part of parts) {
    const read = typeof part === 'function' ? part(words, at, digits, run) : part;
    if (!read) continue;
    digits = filled(digits, read.digits);
    at += read.words;
  }
  return at > index ? { digits, words: at - index } : undefined;
}

function hundredsAt(words: readonly HeardWord[], index: number): Group | undefined {
  const kind = kindAt(words, index);
  if (kind === 'hundred') return single(words, index);
  if (kind !== 'digit' || kindAt(words, index + 1) !== 'hundreds') return undefined;
  return { digits: `${readNumberAt(words, index)?.digits}00`, words: 2 };
}

/** Tens with or without a unit, eleven to nineteen, ten, or one digit; a bare digit fills no hundreds. */
function belowHundredAt(
  words: readonly HeardWord[],
  index: number,
  hundreds: string,
  run: string,
): Group | undefined {
  const read = readNumberAt(words, index);
  if (read?.kind === 'tens') {
    const unit = unitAt(words, index + 1, run === '0' && read.digits === '50');
    if (!unit) return single(words, index);
    return { digits: filled(read.digits, unit.digits), words: 1 + unit.words };
  }
  if (read?.kind === 'ten') return single(words, index);
  if (read?.kind === 'digit' && isTeenAt(words, index)) {
    return { digits: `1${read.digits}`, words: 2 };
  }
  return hundreds ? unitAt(words, index, true) : digitGroupAt(words, index);
}

/** The unit of tens, or of hundreds. Behind 0 and 50 a bare digit is the next one: 050 is a prefix of mobiles. */
function unitAt(
  words: readonly HeardWord[],
  index: number,
  onlyWithAnd: boolean,
): Group | undefined {
  if (isAnd(words, index)) {
    const { written = '' } = words[index + 1] ?? {};
    const digit = /^[1-9]$/.test(written) ? written : digitAt(words, index + 1);
    return digit === undefined ? undefined : { digits: digit, words: 2 };
  }
  const group = digitGroupAt(words, index);
  if (!group || group.digits === '0' || isTeenAt(words, index)) return undefined;
  return onlyWithAnd && !words[index]?.written.startsWith('ו') ? undefined : group;
}

function digitGroupAt(words: readonly HeardWord[], index: number): Group | undefined {
  if (kindAt(words, index + 1) === 'hundreds') return undefined;
  return kindAt(words, index) === 'digit' ? single(words, index) : undefined;
}

function digitAt(words: readonly HeardWord[], index: number): string | undefined {
  const { written = '' } = words[index] ?? {};
  return /^\d$/.test(written) ? written : digitGroupAt(words, index)?.digits;
}

function isTeenAt(words: readonly HeardWord[], index: number): boolean {
  return kindAt(words, index + 1) === 'ten' && !words[index + 1]?.written.startsWith('ו');
}

function isAnd(words: readonly HeardWord[], index: number): boolean {
  return words[index]?.written === 'ו';
}

function kindAt(words: readonly HeardWord[], index: number): NumberWord['kind'] | undefined {
  return readNumberAt(words, index)?.kind;
}

function single(words: readonly HeardWord[], index: number): Group | undefined {
  const read = readNumberAt(words, index);
  return read && { digits: read.digits, words: 1 };
}

/** Returns digits whose last zeros are filled. */
function filled(digits: string, last: string): string {
  return digits.slice(0, Math.max(0, digits.length - last.length)) + last;
}

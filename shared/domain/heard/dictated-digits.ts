import { heardWords } from './heard-words.ts';
import { type NumberWord, readNumberAt } from './number-words.ts';

/** Digits that were read without another word between them. */
export type DigitRun = string;

/** Returns the digits that a text reads out, in runs: אפס חמישים וארבע is `054`. */
export function dictatedDigits(text: string): DigitRun[] {
  const words = heardWords(text);
  const runs: DigitRun[] = [];
  let run = '';
  let before: NumberWord['kind'] | undefined;
  for (const [index, { written }] of words.entries()) {
    const read = readNumberAt(words, index);
    // “Hundreds” without its digit belongs to a sum: in בשבע מאות, “in” is before the digit.
    const word = read?.kind === 'hundreds' && before !== 'digit' ? undefined : read;
    if (/^\d[\d.,/]*$/.test(written)) {
      run += written.replace(/\D/g, '');
      before = undefined;
    } else if (word) {
      run = joined(run, word, before, written.startsWith('ו'));
      before = word.kind;
    } else {
      if (run) runs.push(run);
      run = '';
      before = undefined;
    }
  }
  return run ? [...runs, run] : runs;
}

/** Returns a run with one more number word: units fill the zero of tens, tens the zeros of hundreds. */
function joined(
  run: string,
  { kind, digits }: NumberWord,
  before: NumberWord['kind'] | undefined,
  isAdded: boolean,
): string {
  switch (kind) {
    case 'digit':
      return isAdded && before && before !== 'digit' ? run.slice(0, -1) + digits : run + digits;
    case 'ten':
      if (before === 'digit' && !isAdded) return `${run.slice(0, -1)}1${run.at(-1)}`;
      return isHundred(before) ? run.slice(0, -2) + digits : run + digits;
    case 'tens':
      return isHundred(before) ? run.slice(0, -2) + digits : run + digits;
    case 'hundred':
    case 'hundreds':
      return run + digits;
  }
}

function isHundred(kind: NumberWord['kind'] | undefined): boolean {
  return kind === 'hundred' || kind === 'hundreds';
}

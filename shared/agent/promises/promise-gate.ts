import type { PromiseKind } from './promise-kinds.ts';
import { unkeptPromises } from './promises.ts';

/** The end of a sentence; white space behind it excludes the point in 3.5. */
const SENTENCE_END = /[.!?…]+["'״”)\]]*\s|\n/;
/** The seams between the sentences of a text. */
export const SENTENCE_SEAM = /(?<=[.!?…]["'״”)\]]*)\s|\n/;
/** The end of a clause: the voice may begin there. */
const CLAUSE_END = /[.!?…,;:–—]["'״”)\]]*\s(?!.*[.!?…,;:–—]["'״”)\]]*\s)/s;
/** A clause without an end passes at a space after this many characters, before the voice would cut it. */
const MAX_CLAUSE = 150;

/** Passes the words of one answer on, up to a sentence that claims a deed which no tool has done. */
export interface PromiseGate {
  /** Takes in words; returns those that may be said now. */
  take(words: string): string;
  /** Returns the rest where no promise holds it back; to be called at the end of the words. */
  finish(): string;
  /** Returns the kinds of deeds that are promised in what is held back, and not done by now. */
  unkept(): PromiseKind[];
  /** Returns all that is held back, and holds nothing any more. */
  release(): string;
}

/** Creates the gate of one answer; `toolsDone` is asked again whenever words come. */
export function promiseGate(toolsDone: () => readonly string[]): PromiseGate {
  /** The text from the beginning of the current sentence on, of which `passed` characters are out. */
  let text = '';
  let passed = 0;

  const pass = (end: number) => {
    const words = text.slice(passed, end);
    passed = Math.max(passed, end);
    return words;
  };

  const take = (words: string) => {
    text += words;
    let free = '';
    for (;;) {
      const mark = SENTENCE_END.exec(text);
      const end = mark ? mark.index + mark[0].length : endOfClause(text, passed);
      // Nothing is looked at before it could be said.
      if (end === passed) return free;
      const sentence = mark ? text.slice(0, end) : text;
      if (unkeptPromises(sentence, toolsDone()).length > 0) return free;
      free += pass(end);
      if (!mark) return free;
      text = text.slice(end);
      passed = 0;
    }
  };

  const unkept = () => {
    const sentences = text.split(SENTENCE_SEAM);
    return [...new Set(sentences.flatMap((each) => unkeptPromises(each, toolsDone())))];
  };

  const release = () => {
    const words = pass(text.length);
    text = '';
    passed = 0;
    return words;
  };

  return { take, finish: () => (unkept().length > 0 ? '' : release()), unkept, release };
}

/** Returns the end of the last whole clause, at least `passed`. */
function endOfClause(text: string, passed: number): number {
  const mark = CLAUSE_END.exec(text);
  const end = mark ? mark.index + mark[0].length : 0;
  if (text.length - Math.max(end, passed) <= MAX_CLAUSE) return Math.max(end, passed);
  return Math.max(text.lastIndexOf(' ') + 1, end, passed);
}

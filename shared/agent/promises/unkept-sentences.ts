import { SENTENCE_SEAM } from './promise-gate.ts';
import type { PromiseKind } from './promise-kinds.ts';
import { unkeptPromises } from './promises.ts';

/** A sentence that claims or promises a deed which no tool did. */
export type UnkeptSentence = { readonly kind: PromiseKind; readonly sentence: string };

/** Returns the sentences of a text with an unkept promise, one of each kind. */
export function unkeptSentences(text: string, toolsDone: readonly string[]): UnkeptSentence[] {
  const all = text
    .split(SENTENCE_SEAM)
    .flatMap((sentence) =>
      unkeptPromises(sentence, toolsDone).map((kind) => ({ kind, sentence: sentence.trim() })),
    );
  return all.filter(({ kind }, index) => all.findIndex((one) => one.kind === kind) === index);
}

import type { PromiseGate } from '#shared/agent/promises/promise-gate.ts';
import { REFUSAL_TEXT } from '#shared/agent/refusal.ts';
import { log } from '#shared/log.ts';
import type { ModelCall, Piece } from './events.ts';

/** An answer of the model, as far as it came. */
export type Heard = {
  /** The words that were passed on. */
  said: string;
  readonly calls: ModelCall[];
  end: 'whole' | 'cut' | 'cut-call';
};

/** Yields the words of an answer that its gate lets pass, and notes the answer in `heard`. */
export async function* wordsOf(
  pieces: AsyncIterable<Piece>,
  { gate, holdsPromises }: { readonly gate: PromiseGate; readonly holdsPromises: boolean },
  heard: Heard,
): AsyncGenerator<string> {
  const take = holdsPromises ? gate.take : String;
  let isLineOpen = false;
  const say = (words: string) => {
    heard.said += words;
    isLineOpen = true;
    return words;
  };
  for await (const piece of pieces) {
    if (piece.type === 'words' || piece.type === 'refused') {
      const words = piece.type === 'words' ? take(piece.words) : refused();
      if (words) yield say(words);
      continue;
    }
    const rest = gate.finish();
    if (rest) yield say(rest);
    // The end of the line sends the words to the voice while the tool is called and runs.
    if (isLineOpen && piece.type !== 'cut') yield '\n';
    isLineOpen = false;
    if (piece.type === 'cut' || piece.type === 'cut-call') heard.end = piece.type;
    if (piece.type === 'call') heard.calls.push(piece.call);
  }
  const rest = gate.finish();
  if (rest) yield say(rest);
}

/** Returns the agent's words in place of a refusal. */
function refused(): string {
  log.warn('brain.refused');
  return REFUSAL_TEXT;
}

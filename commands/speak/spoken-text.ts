import { sentences } from '#shared/agent/sentences.ts';
import { type Reading, toSpokenSentences } from '#shared/agent/spoken/spoken-sentence.ts';

/** Returns the pieces that the voice of a call is given for a text, one after the other. */
export async function spokenPieces(text: string, reading: Reading): Promise<string[]> {
  return Array.fromAsync(toSpokenSentences(sentences(only(text)), reading));
}

async function* only(text: string) {
  yield text;
}

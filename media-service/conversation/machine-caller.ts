import type { Line } from '#shared/domain/calls/dialogue.ts';
import type { Conversation } from './state.ts';

/** How often a caller may say the same sentence: hold music and announcements say theirs for ever. */
const EQUAL_SENTENCES = 3;
/** The letters of a sentence that people do not repeat by chance; they do repeat "yes" and "hello". */
const SENTENCE_LETTERS = 12;
/** Turns in a row for which the agent used no tool: a customer's wish is saved or searched long before. */
const IDLE_TURNS = 40;

/** Returns whether the other side is likely a machine, or leads nowhere: such a call ends early. */
export function isMachineCaller({ dialogue, idleTurns }: Conversation, text: string): boolean {
  return idleTurns >= IDLE_TURNS || timesSaid(text, dialogue) >= EQUAL_SENTENCES;
}

function timesSaid(text: string, dialogue: readonly Line[]): number {
  const said = lettersOf(text);
  if (said.length < SENTENCE_LETTERS) return 0;
  return dialogue.filter((line) => line.speaker === 'caller' && lettersOf(line.text) === said)
    .length;
}

function lettersOf(text: string): string {
  return text.replace(/[^\p{L}]+/gu, '');
}

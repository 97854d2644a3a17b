import { setTimeout as sleep } from 'node:timers/promises';
import type { Conversation } from './conversation.ts';
import {
  type ConversationOptions,
  type ConversationResult,
  type PlaceCall,
  runConversation,
} from './conversation-run.ts';

/** Calls that begin together would compete for the processor at their first words. */
const STAGGER_MS = 150;

type Running = ConversationOptions & {
  /** The number of conversations at the same time. */
  readonly atOnce: number;
  /** Called with each result, and the number of results so far. */
  readonly onResult: (result: ConversationResult, count: number) => void;
};

/** Runs conversations, some at a time; returns their results in the conversations' order. */
export async function runConversations(
  place: PlaceCall,
  conversations: readonly Conversation[],
  { atOnce, onResult, ...options }: Running,
): Promise<ConversationResult[]> {
  const results: ConversationResult[] = [];
  const waiting = [...conversations.entries()];
  let count = 0;
  const work = async (worker: number) => {
    await sleep(worker * STAGGER_MS);
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, conversation] = next;
      const result = await runConversation(place, conversation, options);
      results[index] = result;
      onResult(result, ++count);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, (_, worker) => work(worker)));
  return results;
}

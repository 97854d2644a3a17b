import type { Interaction } from '#shared/domain/messages/interaction.ts';
import { MAX_ARRIVALS, type MessageQueue } from '#shared/domain/messages/message-queue.ts';
import { messageTexts } from './message-texts.ts';
import { optWish } from './opt-words.ts';

/** The outcome of a message without a model: a fixed text, or no answer with its reason. */
export type ModelFreeAnswer =
  | { readonly replyText: string; readonly wish?: 'out' | 'in' }
  | { readonly unanswered: 'opted-out' | 'rate-limited' };

/** Returns the outcome of a message that needs no model; undefined if the model must answer. */
export function modelFreeAnswer(
  { text = '' }: Interaction,
  { lead, arrivals }: Pick<MessageQueue, 'lead' | 'arrivals'>,
): ModelFreeAnswer | undefined {
  const wish = optWish(text);
  const isOut = lead?.opted_out_at !== undefined;
  if (wish === 'out') return { wish, replyText: messageTexts.optedOut };
  if (wish === 'in' && isOut) return { wish, replyText: messageTexts.optedIn };
  if (isOut) return { unanswered: 'opted-out' };
  // A contact over the rate limit is told so once.
  if (arrivals === MAX_ARRIVALS + 1) return { replyText: messageTexts.tooMany };
  return arrivals > MAX_ARRIVALS ? { unanswered: 'rate-limited' } : undefined;
}

import type { Interaction } from '#shared/domain/messages/interaction.ts';
import { MAX_ARRIVALS, type MessageQueue } from '#shared/domain/messages/message-queue.ts';
import { messageTexts } from './message-texts.ts';
import { optWish } from './opt-words.ts';

/** What becomes of a message that no model reads: words of ours, or none. */
export type WithoutModel =
  | { readonly replyText: string; readonly wish?: 'out' | 'in' }
  | { readonly unanswered: 'opted-out' | 'rate-limited' };

/** Says what becomes of a message without a model; undefined where one is to answer it. */
export function withoutModel(
  { text = '' }: Interaction,
  { lead, arrivals }: Pick<MessageQueue, 'lead' | 'arrivals'>,
): WithoutModel | undefined {
  const wish = optWish(text);
  const isOut = lead?.opted_out_at !== undefined;
  if (wish === 'out') return { wish, replyText: messageTexts.optedOut };
  if (wish === 'in' && isOut) return { wish, replyText: messageTexts.optedIn };
  if (isOut) return { unanswered: 'opted-out' };
  // Whoever floods us is told so once.
  if (arrivals === MAX_ARRIVALS + 1) return { replyText: messageTexts.tooMany };
  return arrivals > MAX_ARRIVALS ? { unanswered: 'rate-limited' } : undefined;
}

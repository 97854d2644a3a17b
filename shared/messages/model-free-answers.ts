import type { Interaction } from '#shared/domain/messages/interaction.ts';
import { MAX_ARRIVALS, type MessageQueue } from '#shared/domain/messages/message-queue.ts';
import type { MessageAllowance } from '#shared/domain/office/ceilings.ts';
import { messageTexts } from './message-texts.ts';
import { isVoice } from './message-words.ts';
import { optWish } from './opt-words.ts';

/** The outcome of a message without a model: a fixed text, or no answer with its reason. */
export type ModelFreeAnswer =
  | { readonly replyText: string; readonly wish?: 'out' | 'in' }
  | { readonly unanswered: 'rate-limited' | 'repeated' }
  /** Once a day the contact is told; other messages stay unanswered. */
  | { readonly ceiling: Exclude<MessageAllowance, 'agent' | 'repeated'> };

/**
 * Returns the outcome of a message that needs no model; undefined if the model must answer.
 * The model also answers contacts who opted out: they ended only what the office sends on its own.
 */
export function modelFreeAnswer(
  { text = '', media_type }: Pick<Interaction, 'text' | 'media_type'>,
  { lead, arrivals }: Pick<MessageQueue, 'lead' | 'arrivals'>,
  allowance: MessageAllowance = 'agent',
): ModelFreeAnswer | undefined {
  const wish = optWish(text, isVoice(media_type) ? 'voice-note' : 'text');
  const isOut = lead?.opted_out_at !== undefined;
  if (wish === 'out') return { wish, replyText: messageTexts.optedOut };
  if (wish === 'in' && isOut) return { wish, replyText: messageTexts.optedIn };
  // An answer to an auto-reply brings the next one.
  if (allowance === 'repeated') return { unanswered: 'repeated' };
  if (allowance !== 'agent') return { ceiling: allowance };
  // A contact over the rate limit is told so once.
  if (arrivals === MAX_ARRIVALS + 1) return { replyText: messageTexts.tooMany };
  return arrivals > MAX_ARRIVALS ? { unanswered: 'rate-limited' } : undefined;
}

import type { Interaction } from '#shared/domain/messages/interaction.ts';
import { log } from '#shared/log.ts';
import type { Interactions } from '#shared/ports/messages.ts';
import type { Leads } from '#shared/ports/office.ts';
import type { Usage } from '#shared/ports/usage.ts';
import { survive } from '#shared/survival.ts';
import type { AnswerAttempt } from './answer-attempt.ts';
import { messageTexts } from './message-texts.ts';
import type { ModelFreeAnswer } from './model-free-answers.ts';
import type { MessageTurn } from './reply-composer.ts';

/** The stores of answers without a model. */
export type ModelFreeSettlingParts = {
  readonly interactions: Pick<Interactions, 'settle'>;
  readonly leads: Pick<Leads, 'optIn' | 'optOut'>;
  readonly usage: Pick<Usage, 'tellOnce'>;
};

/** Returns a function that settles a message with an answer that needs no model. */
export function modelFreeSettling({ interactions, leads, usage }: ModelFreeSettlingParts) {
  const settleBeyondCeiling = async (
    reason: string,
    message: MessageTurn['message'],
    { by, sendingMs }: AnswerAttempt,
  ) => {
    const at = Date.now();
    log.count('CeilingsReached', { reason, messageSid: message.external_sid });
    const isToTell = await survive('usage.not-told', usage.tellOnce(message.contact, at));
    const replyText = messageTexts.tomorrow;
    return interactions.settle(
      message,
      isToTell
        ? { by, at, replyText, sendingUntil: at + sendingMs }
        : { by, at, unanswered: 'over-ceiling' },
    );
  };

  return async (
    decided: ModelFreeAnswer,
    message: MessageTurn['message'],
    attempt: AnswerAttempt,
  ): Promise<Interaction | undefined> => {
    const { by, sendingMs } = attempt;
    const at = Date.now();
    if ('unanswered' in decided) {
      log.info('message.unanswered', { messageSid: message.external_sid, ...decided });
      return interactions.settle(message, { by, at, unanswered: decided.unanswered });
    }
    if ('ceiling' in decided) return settleBeyondCeiling(decided.ceiling, message, attempt);
    const { replyText, wish } = decided;
    // The wish counts from the moment of the message, however late it is processed.
    const { external_sid: id, text: words } = message;
    const source = { channel: 'whatsapp', id, words } as const;
    if (wish === 'out') await leads.optOut(message.contact, message.created_at, source);
    if (wish === 'in') await leads.optIn(message.contact, message.created_at, source);
    return interactions.settle(message, { by, at, replyText, sendingUntil: at + sendingMs });
  };
}

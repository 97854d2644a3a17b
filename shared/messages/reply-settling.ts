import { unkeptPromiseTask } from '#shared/agent/promises/unkept-promise-task.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import { lateReplyName } from '#shared/domain/messages/late-reply.ts';
import { isDone } from '#shared/domain/messages/message.ts';
import { log } from '#shared/log.ts';
import type { TaskParts } from '#shared/office/call-tasks.ts';
import { openMessageTask } from '#shared/office/message-tasks.ts';
import type { Interactions, MessageQueues } from '#shared/ports/messages.ts';
import type { Schedules } from '#shared/ports/office.ts';
import { survive } from '#shared/survival.ts';
import type { AnswerAttempt } from './answer-attempt.ts';
import type { ComposedReply, MessageTurn } from './reply-composer.ts';

/** The stores of composed replies. */
export type ReplySettlingParts = TaskParts & {
  readonly interactions: Pick<Interactions, 'settle'>;
  readonly queues: Pick<MessageQueues, 'read'>;
  readonly schedules: Pick<Schedules, 'cancel'>;
};

/** Returns a function that settles a message with the model's reply, and with it all messages that the reply answers. */
export function replySettling(parts: ReplySettlingParts) {
  const { interactions, queues, schedules } = parts;
  /** Returns whether the contact refused messages after this one: then its answer would come too late. */
  const isOvertaken = async ({ contact, created_at: at }: MessageTurn['message']) => {
    const now = await survive('opt-out.not-read', queues.read(contact));
    return (now?.lead?.opted_out_at ?? 0) > at;
  };

  /** Opens a task for each promise that no tool kept. Without its row a promise is not sent: the next attempt answers. */
  const openPromised = (message: MessageTurn['message'], { unkept }: ComposedReply) =>
    Promise.all(
      unkept.map((one) =>
        openMessageTask(parts, message, unkeptPromiseTask(message.external_sid, one)),
      ),
    );

  const settleAlongside = async (
    others: readonly Interaction[],
    answeredWith: string,
    by: string,
  ) => {
    const settle = async (other: Interaction) => {
      const settled = await interactions.settle(other, { by, at: Date.now(), answeredWith });
      if (settled && isDone(settled)) await schedules.cancel(lateReplyName(other.external_sid));
      log.info('message.answered-with', { messageSid: other.external_sid, answeredWith });
    };
    await Promise.all(others.map((other) => survive('message.not-settled', settle(other))));
  };

  return async (
    composed: ComposedReply,
    message: MessageTurn['message'],
    { by, sendingMs }: AnswerAttempt,
  ): Promise<Interaction | undefined> => {
    const at = Date.now();
    const isTooLate = await isOvertaken(message);
    if (!isTooLate) await openPromised(message, composed);
    const { replyText, toolNotes, alongside } = composed;
    const settled = await interactions.settle(
      message,
      isTooLate
        ? { by, at, unanswered: 'opted-out' }
        : { by, at, replyText, toolNotes, sendingUntil: at + sendingMs },
    );
    if (settled?.settled_by === by) await settleAlongside(alongside, message.external_sid, by);
    return settled;
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { unkeptPromiseTask } from '#shared/agent/promises/unkept-promise-task.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import { lateReplyName } from '#shared/domain/messages/late-reply.ts';
import { hasUnstoredMedia, isDone, isSettled } from '#shared/domain/messages/message.ts';
import { hasTurn, type MessageQueue } from '#shared/domain/messages/message-queue.ts';
import { log } from '#shared/log.ts';
import { openMessageTask } from '#shared/office/message-tasks.ts';
import type { Interactions, MessageQueues } from '#shared/ports/messages.ts';
import type { Leads, Schedules } from '#shared/ports/office.ts';
import type { Tasks } from '#shared/ports/tasks.ts';
import type { Usage } from '#shared/ports/usage.ts';
import { survive } from '#shared/survival.ts';
import { type AttachmentIntakeParts, attachmentIntake } from './attachment-intake.ts';
import { messageTexts } from './message-texts.ts';
import { type ModelFreeAnswer, modelFreeAnswer } from './model-free-answers.ts';
import { optWish } from './opt-words.ts';
import { type MessageTurn, type ReplyComposerParts, replyComposer } from './reply-composer.ts';

/** The collaborators that answer messages. */
export type AnsweringParts = ReplyComposerParts &
  AttachmentIntakeParts & {
    readonly interactions: Pick<Interactions, 'find' | 'note' | 'settle'>;
    readonly queues: Pick<MessageQueues, 'read'>;
    readonly leads: Pick<Leads, 'find' | 'optIn' | 'optOut'>;
    readonly tasks: Pick<Tasks, 'open'>;
    readonly schedules: Pick<Schedules, 'cancel'>;
    readonly usage: Pick<Usage, 'tellOnce'>;
  };

/** One attempt to answer a message: its id, the model's time, and the lease on sending the reply. */
export type AnswerAttempt = {
  readonly by: string;
  readonly thinkingMs: number;
  readonly sendingMs: number;
};

/** The interval at which a waiting message polls its queue. */
const POLL_EVERY_MS = 150;
/** The limit on storing an attachment, which happens while the model thinks: the contact is waiting. */
const STORING_MS = 4_000;

/** Returns a function that answers a message once it is first in its contact's queue. */
export function messageAnswering(parts: AnsweringParts) {
  const { interactions, queues, leads, schedules, usage } = parts;
  const { store, textOf } = attachmentIntake(parts);
  const compose = replyComposer(parts);

  const waitForTurn = async ({ message, queue }: MessageTurn, signal: AbortSignal) => {
    const { contact, external_sid: messageSid } = message;
    let seen: MessageQueue = queue;
    while (!hasTurn(seen, messageSid, Date.now())) {
      await sleep(POLL_EVERY_MS, undefined, { signal });
      seen = await queues.read(contact);
    }
    return seen;
  };

  const composeReply = async (turn: MessageTurn, thinkingMs: number, signal: AbortSignal) => {
    if (!turn.message.text)
      return { replyText: messageTexts.voiceNotHeard, toolNotes: [], unkept: [], alongside: [] };
    return compose(turn, AbortSignal.any([signal, AbortSignal.timeout(thinkingMs)]));
  };

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

  /** Settles a message that needs no model, without waiting for its turn. */
  const settleWithoutModel = async (
    decided: ModelFreeAnswer,
    { message }: MessageTurn,
    attempt: AnswerAttempt,
  ) => {
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

  /** Returns whether the contact refused messages after this one: then its answer would come too late. */
  const isOvertaken = async ({ contact, created_at: at }: MessageTurn['message']) => {
    const now = await survive('opt-out.not-read', queues.read(contact));
    return (now?.lead?.opted_out_at ?? 0) > at;
  };

  const settleAlongside = async (
    others: readonly Interaction[],
    { message }: MessageTurn,
    by: string,
  ) => {
    const answeredWith = message.external_sid;
    const settle = async (other: Interaction) => {
      const settled = await interactions.settle(other, { by, at: Date.now(), answeredWith });
      if (settled && isDone(settled)) await schedules.cancel(lateReplyName(other.external_sid));
      log.info('message.answered-with', { messageSid: other.external_sid, answeredWith });
    };
    await Promise.all(others.map((other) => survive('message.not-settled', settle(other))));
  };

  const storeInTime = async (message: Interaction, signal: AbortSignal) => {
    if (!message.text || !hasUnstoredMedia(message)) return;
    const until = AbortSignal.any([signal, AbortSignal.timeout(STORING_MS)]);
    await survive('message.not-kept', store(message, until));
  };

  /** Returns the settled message, also if another invocation settled it first; throws if no answer came in time. */
  return async (
    turn: MessageTurn,
    attempt: AnswerAttempt,
    signal: AbortSignal,
  ): Promise<Interaction | undefined> => {
    const { message } = turn;
    const { by, thinkingMs, sendingMs } = attempt;
    const decided = modelFreeAnswer(message, turn.queue, turn.allowance);
    if (decided) return settleWithoutModel(decided, turn, attempt);
    const reading = textOf(message, signal);
    // A rejection is handled below, once the message has its turn.
    reading.catch(() => {});
    const storing = storeInTime(message, signal);
    try {
      const queue = await waitForTurn(turn, signal);
      const text = (await reading) ?? '';
      const standing = queue === turn.queue ? message : await interactions.find(message);
      if (!standing || isSettled(standing)) return standing;
      // The transcript of a voice note is read only now.
      if (optWish(text, 'voice-note') === 'out') {
        const refusal = { wish: 'out', replyText: messageTexts.optedOut } as const;
        return await settleWithoutModel(refusal, turn, attempt);
      }
      const { replyText, toolNotes, unkept, alongside } = await composeReply(
        { ...turn, queue, message: { ...message, text } },
        thinkingMs,
        signal,
      );
      await storing;
      const at = Date.now();
      const isTooLate = await isOvertaken(message);
      const reply = isTooLate
        ? ({ by, at, unanswered: 'opted-out' } as const)
        : { by, at, replyText, toolNotes, sendingUntil: at + sendingMs };
      // Without its row a promise is not sent: the next attempt answers.
      const promised = isTooLate ? [] : unkept;
      await Promise.all(
        promised.map((one) =>
          openMessageTask(parts, message, unkeptPromiseTask(message.external_sid, one)),
        ),
      );
      const settled = await interactions.settle(message, reply);
      if (settled?.settled_by === by) await settleAlongside(alongside, turn, by);
      return settled;
    } finally {
      await storing;
    }
  };
}

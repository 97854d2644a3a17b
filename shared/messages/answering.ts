import { setTimeout as sleep } from 'node:timers/promises';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import { hasUnstoredMedia, isSettled } from '#shared/domain/messages/message.ts';
import { hasTurn, type MessageQueue } from '#shared/domain/messages/message-queue.ts';
import type { Interactions, MessageQueues } from '#shared/ports/messages.ts';
import { survive } from '#shared/survival.ts';
import type { AnswerAttempt } from './answer-attempt.ts';
import { type AttachmentIntakeParts, attachmentIntake } from './attachment-intake.ts';
import { messageTexts } from './message-texts.ts';
import { modelFreeAnswer } from './model-free-answers.ts';
import { type ModelFreeSettlingParts, modelFreeSettling } from './model-free-settling.ts';
import { optWish } from './opt-words.ts';
import {
  type ComposedReply,
  type MessageTurn,
  type ReplyComposerParts,
  replyComposer,
} from './reply-composer.ts';
import { type ReplySettlingParts, replySettling } from './reply-settling.ts';

/** The collaborators that answer messages. */
export type AnsweringParts = ReplyComposerParts &
  AttachmentIntakeParts &
  ModelFreeSettlingParts &
  ReplySettlingParts & {
    readonly interactions: Pick<Interactions, 'find'>;
    readonly queues: Pick<MessageQueues, 'read'>;
  };

/** The interval at which a waiting message polls its queue. */
const POLL_EVERY_MS = 150;
/** The limit on storing an attachment, which happens while the model thinks: the contact is waiting. */
const STORING_MS = 4_000;

/** The outcome of a voice note that refuses messages. */
const REFUSAL = { wish: 'out', replyText: messageTexts.optedOut } as const;
/** The reply to a voice note that could not be transcribed. */
const NOT_HEARD: ComposedReply = {
  replyText: messageTexts.voiceNotHeard,
  toolNotes: [],
  unkept: [],
  alongside: [],
};

/** Returns a function that answers a message once it is first in its contact's queue. */
export function messageAnswering(parts: AnsweringParts) {
  const { interactions, queues } = parts;
  const { store, textOf } = attachmentIntake(parts);
  const compose = replyComposer(parts);
  const settleWithoutModel = modelFreeSettling(parts);
  const settleReply = replySettling(parts);

  const waitForTurn = async ({ message, queue }: MessageTurn, signal: AbortSignal) => {
    const { contact, external_sid: messageSid } = message;
    let seen: MessageQueue = queue;
    while (!hasTurn(seen, messageSid, Date.now())) {
      await sleep(POLL_EVERY_MS, undefined, { signal });
      seen = await queues.read(contact);
    }
    return seen;
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
    const decided = modelFreeAnswer(message, turn.queue, turn.allowance);
    if (decided) return settleWithoutModel(decided, message, attempt);
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
        return await settleWithoutModel(REFUSAL, message, attempt);
      }
      const thinking = AbortSignal.any([signal, AbortSignal.timeout(attempt.thinkingMs)]);
      const composed = text
        ? await compose({ ...turn, queue, message: { ...message, text } }, thinking)
        : NOT_HEARD;
      await storing;
      return await settleReply(composed, message, attempt);
    } finally {
      await storing;
    }
  };
}

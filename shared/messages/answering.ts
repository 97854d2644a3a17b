import { setTimeout as sleep } from 'node:timers/promises';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import { lateReplyName } from '#shared/domain/messages/late-reply.ts';
import { isDone, isSettled, hasUnstoredMedia } from '#shared/domain/messages/message.ts';
import { hasTurn, type MessageQueue } from '#shared/domain/messages/message-queue.ts';
import { log } from '#shared/log.ts';
import type { Interactions, MessageQueues } from '#shared/ports/messages.ts';
import type { Leads, Schedules } from '#shared/ports/office.ts';
import { survive } from '#shared/survival.ts';
import { type ComposingParts, composing, type MessageTurn } from './composing.ts';
import { type HearingParts, hearing } from './hearing.ts';
import { messageTexts } from './message-texts.ts';
import { type WithoutModel, withoutModel } from './model-free-answers.ts';

export type AnsweringParts = ComposingParts &
  HearingParts & {
    readonly interactions: Pick<Interactions, 'find' | 'note' | 'settle'>;
    readonly queues: Pick<MessageQueues, 'read'>;
    readonly leads: Pick<Leads, 'optIn' | 'optOut'>;
    readonly schedules: Pick<Schedules, 'cancel'>;
  };

/** Whoever answers a message: how long it may be thought about, and for how long the reply is theirs to hand over. */
export type Answerer = {
  readonly by: string;
  readonly thinkingMs: number;
  readonly sendingMs: number;
};

/** How often a message looks whether it is its turn. */
const LOOK_EVERY_MS = 150;
/** A photograph is fetched while the agent thinks; whoever wrote does not wait for it longer. */
const KEEPING_MS = 4_000;

/** Answers messages, each when it is its turn among those of its contact. */
export function messageAnswering(parts: AnsweringParts) {
  const { interactions, queues, leads, schedules } = parts;
  const { keep, wordsOf } = hearing(parts);
  const compose = composing(parts);

  const turnOf = async ({ message, queue }: MessageTurn, signal: AbortSignal) => {
    const { contact, external_sid: messageSid } = message;
    let seen: MessageQueue = queue;
    while (!hasTurn(seen, messageSid, Date.now())) {
      await sleep(LOOK_EVERY_MS, undefined, { signal });
      seen = await queues.read(contact);
    }
    return seen;
  };

  const composed = async (turn: MessageTurn, thinkingMs: number, signal: AbortSignal) => {
    if (!turn.message.text) return { replyText: messageTexts.voiceNotHeard, alongside: [] };
    return compose(turn, AbortSignal.any([signal, AbortSignal.timeout(thinkingMs)]));
  };

  /** Settles what no model reads, whoever else is being answered. */
  const settleWithout = async (
    decided: WithoutModel,
    { message }: MessageTurn,
    answerer: Answerer,
  ) => {
    const { by, sendingMs } = answerer;
    const at = Date.now();
    if ('unanswered' in decided) {
      log.info('message.unanswered', { messageSid: message.external_sid, ...decided });
      return interactions.settle(message, { by, at, unanswered: decided.unanswered });
    }
    const { replyText, wish } = decided;
    // It is said at the moment of the message, however late it is read.
    if (wish === 'out') await leads.optOut(message.contact, message.created_at);
    if (wish === 'in') await leads.optIn(message.contact, message.created_at);
    return interactions.settle(message, { by, at, replyText, sendingUntil: at + sendingMs });
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

  const keptInTime = async (message: Interaction, signal: AbortSignal) => {
    if (!message.text || !hasUnstoredMedia(message)) return;
    const until = AbortSignal.any([signal, AbortSignal.timeout(KEEPING_MS)]);
    await survive('message.not-kept', keep(message, until));
  };

  /** Gives the message as it stands once it is settled, by us or by whoever was sooner; throws where there is no answer in time. */
  return async (
    turn: MessageTurn,
    answerer: Answerer,
    signal: AbortSignal,
  ): Promise<Interaction | undefined> => {
    const { message } = turn;
    const { by, thinkingMs, sendingMs } = answerer;
    const decided = withoutModel(message, turn.queue);
    if (decided) return settleWithout(decided, turn, answerer);
    const words = wordsOf(message, signal);
    // Whoever waits for the turn hears of a failure then.
    words.catch(() => {});
    const kept = keptInTime(message, signal);
    try {
      const queue = await turnOf(turn, signal);
      const text = (await words) ?? '';
      const standing = queue === turn.queue ? message : await interactions.find(message);
      if (!standing || isSettled(standing)) return standing;
      const { replyText, alongside } = await composed(
        { ...turn, queue, message: { ...message, text } },
        thinkingMs,
        signal,
      );
      await kept;
      const at = Date.now();
      const reply = { by, at, replyText, sendingUntil: at + sendingMs };
      const settled = await interactions.settle(message, reply);
      if (settled?.settled_by === by) await settleAlongside(alongside, turn, by);
      return settled;
    } finally {
      await kept;
    }
  };
}

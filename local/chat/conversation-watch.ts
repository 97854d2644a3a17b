import type { PostReport } from 'twilio-exchange/whatsapp/inbox.ts';
import type { MessageReport } from '#local/control/message-report.ts';

/** A conversation while it is had. */
export interface ConversationWatch {
  /** Learns of a message, or of how far it has come. */
  note(message: MessageReport): void;
  /** Learns that messages of the customer were posted; for each an answer is due. */
  expect(posts: readonly PostReport[]): void;
  /** Settles when all that is due has come to the phone or to nothing; what has not in time is missing. */
  settled(deadlineMs: number): Promise<void>;
  /** What has become of it so far. */
  result(): ConversationResult;
}

export type ConversationResult = {
  /** Every message, oldest first, as it stands. */
  readonly messages: readonly MessageReport[];
  readonly posts: readonly PostReport[];
  /** How many answers were due and have not come. */
  readonly missing: number;
};

/** Creates a watch over what is written from now on. */
export function watchConversation(): ConversationWatch {
  const startedAt = Date.now();
  const messages = new Map<string, MessageReport>();
  const posts: PostReport[] = [];
  let due = 0;
  let missing = 0;
  let changed = Promise.withResolvers<void>();
  const come = () => [...messages.values()].filter(isDone).length;

  return {
    note(message) {
      // What was written before this conversation may still change.
      if (message.at < startedAt) return;
      messages.set(message.messageSid, message);
      changed.resolve();
      changed = Promise.withResolvers();
    },
    expect(more) {
      posts.push(...more);
      for (const post of more) due += answersTo(post);
    },
    async settled(deadlineMs) {
      const { promise: deadline, resolve: giveUp } = Promise.withResolvers<'late'>();
      const timer = setTimeout(giveUp, deadlineMs, 'late');
      let isLate = false;
      while (come() < due && !isLate) {
        isLate = (await Promise.race([changed.promise, deadline])) === 'late';
      }
      clearTimeout(timer);
      const late = Math.max(due - come(), 0);
      missing += late;
      due -= late;
    },
    result: () => ({
      messages: [...messages.values()].sort((a, b) => a.at - b.at),
      posts,
      missing,
    }),
  };
}

/** Whether a message of the office has come to the phone. */
export function isReceived({ by, status }: MessageReport): boolean {
  return by === 'office' && (status === 'delivered' || status === 'read');
}

/** Whether a message of the office will never come to the phone. */
export function hasFailed({ status }: MessageReport): boolean {
  return status === 'failed' || status === 'undelivered';
}

function isDone(message: MessageReport): boolean {
  return isReceived(message) || hasFailed(message);
}

/** How many messages are due for one: at least one, unless Twilio got no answer it could use. */
function answersTo({ replies, errors }: PostReport): number {
  const isLost = errors.some(({ level }) => level === 'error');
  return Math.max(replies.length, isLost ? 0 : 1);
}

import type { PostReport } from 'twilio-exchange/whatsapp/inbox.ts';
import type { MessageReport } from '#local/control/message-report.ts';

/** The state of a conversation: its messages, and the answers that are still due. */
export interface ConversationWatch {
  /** Records a message or its new status. */
  note(message: MessageReport): void;
  /** Records deliveries of the customer's messages; each makes an answer due. */
  expect(posts: readonly PostReport[]): void;
  /** Resolves when every due answer has arrived or failed; at the deadline the others count as missing. */
  settled(deadlineMs: number): Promise<void>;
  /** Returns the conversation so far. */
  result(): ConversationResult;
}

/** The result of a chat: its messages, and how Twilio was served. */
export type ConversationResult = {
  /** Every message with its last status, oldest first. */
  readonly messages: readonly MessageReport[];
  readonly posts: readonly PostReport[];
  /** The number of due answers that did not arrive. */
  readonly missing: number;
};

/** Creates a watch over the messages from now on. */
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
      // An earlier message may still change its status.
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

/** Returns whether a message of the office has reached the phone. */
export function isReceived({ by, status }: MessageReport): boolean {
  return by === 'office' && (status === 'delivered' || status === 'read');
}

/** Returns whether a message of the office will never reach the phone. */
export function hasFailed({ status }: MessageReport): boolean {
  return status === 'failed' || status === 'undelivered';
}

function isDone(message: MessageReport): boolean {
  return isReceived(message) || hasFailed(message);
}

/** Returns the number of answers that a delivery makes due: at least one, or none where Twilio logged an error. */
function answersTo({ replies, errors }: PostReport): number {
  const isLost = errors.some(({ level }) => level === 'error');
  return Math.max(replies.length, isLost ? 0 : 1);
}

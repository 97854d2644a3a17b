import type { ToldMessage } from '#local/control/told-message.ts';

/** A conversation while it is had. */
export interface ConversationWatch {
  note(message: ToldMessage): void;
  /** Whether so many messages of the office came to the phone, or to nothing, in time. */
  answered(count: number, deadlineMs: number): Promise<boolean>;
  /** Every message, oldest first, as it stands. */
  messages(): readonly ToldMessage[];
}

/** Creates a watch over what is written from now on. */
export function watchConversation(): ConversationWatch {
  const startedAt = Date.now();
  const messages = new Map<string, ToldMessage>();
  let changed = Promise.withResolvers<void>();
  const settled = () =>
    [...messages.values()].filter((message) => isReceived(message) || hasFailed(message)).length;

  return {
    note(message) {
      // What was written before this conversation may still change.
      if (message.at < startedAt) return;
      messages.set(message.messageSid, message);
      changed.resolve();
      changed = Promise.withResolvers();
    },
    async answered(count, deadlineMs) {
      const { promise: deadline, resolve: giveUp } = Promise.withResolvers<'late'>();
      const timer = setTimeout(giveUp, deadlineMs, 'late');
      let isLate = false;
      while (settled() < count && !isLate) {
        isLate = (await Promise.race([changed.promise, deadline])) === 'late';
      }
      clearTimeout(timer);
      return settled() >= count;
    },
    messages: () => [...messages.values()].sort((a, b) => a.at - b.at),
  };
}

/** Whether a message of the office has come to the phone. */
export function isReceived({ by, status }: ToldMessage): boolean {
  return by === 'office' && (status === 'delivered' || status === 'read');
}

/** Whether a message of the office will never come to the phone. */
export function hasFailed({ status }: ToldMessage): boolean {
  return status === 'failed' || status === 'undelivered';
}

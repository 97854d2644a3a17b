import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 50;

/** How long a condition is waited for, and how often it is looked at. */
export type Patience = { readonly deadlineMs: number; readonly pollMs: number };

/**
 * Asks until the answer satisfies `isThere` or the deadline passes, and returns the last answer.
 * A number is a deadline in milliseconds, with a poll every 50 ms.
 */
export async function waitUntil<T>(
  ask: () => Promise<T>,
  isThere: (answer: T) => boolean,
  patience: number | Patience,
): Promise<T> {
  const { deadlineMs, pollMs } =
    typeof patience === 'number' ? { deadlineMs: patience, pollMs: POLL_MS } : patience;
  const giveUpAt = Date.now() + deadlineMs;
  for (;;) {
    const answer = await ask();
    if (isThere(answer) || Date.now() > giveUpAt) return answer;
    await sleep(pollMs);
  }
}

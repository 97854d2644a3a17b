import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 50;

/** Polls until an answer is accepted; returns it, or the last one after the deadline. */
export async function waitUntil<T>(
  ask: () => Promise<T>,
  isThere: (answer: T) => boolean,
  deadlineMs: number,
): Promise<T> {
  const giveUpAt = Date.now() + deadlineMs;
  for (;;) {
    const answer = await ask();
    if (isThere(answer) || Date.now() > giveUpAt) return answer;
    await sleep(POLL_MS);
  }
}

import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 1_000;

/** Looks again and again until something is found; undefined where patience ends first. */
export async function eventually<Found>(
  patienceMs: number,
  look: () => Promise<Found | undefined>,
): Promise<Found | undefined> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found !== undefined || Date.now() >= giveUpAt) return found;
    await sleep(Math.min(POLL_MS, giveUpAt - Date.now()));
  }
}

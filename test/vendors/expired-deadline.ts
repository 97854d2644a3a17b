import { inTime } from '#shared/deadlines.ts';

/** Resolves when a deadline of this length, begun now, runs out. Each deadline of the same length that began earlier has run out by then. */
export async function expiredDeadline(ms: number): Promise<void> {
  const witness = { name: 'witness', ms };
  await inTime('openai', witness, new Promise<never>(() => {})).catch(() => {});
}

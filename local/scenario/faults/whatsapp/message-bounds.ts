import { attemptsAfter, RECONCILED_EVERY_MS } from './customer-clock.ts';
import { attemptsOf, type MessageRow } from './row.ts';

/** The bound on an immediate answer: below Twilio's 15 s for a webhook, delivery included. */
const AT_ONCE_MS = 13_000;
/** The bound on one attempt: transcription, the queue, the model, and sending. */
const ATTEMPT_MS = 30_000;
/** The bound after a function died: its late reply is scheduled for 90 s. */
const UNTOLD_MS = 120_000;
/** The bound on a message without a webhook: `reconcile` finds it within the hour. */
const FOUND_MS = RECONCILED_EVERY_MS + UNTOLD_MS;

/** Returns the longest waits of a row's customer, in ms: until the office's first message, and until its last. */
export function waitBounds(row: MessageRow): { readonly firstMs: number; readonly lastMs: number } {
  const lateMs = attemptsAfter('any', attemptsOf(row)).reduce(
    (sum, { pauseMs }) => sum + pauseMs + ATTEMPT_MS,
    0,
  );
  const foundMs = row.line === 'reconcile' ? FOUND_MS : 0;
  const writtenMs = Math.max(0, ...(row.writes ?? []).map(({ underWayMs = 0 }) => underWayMs));
  return {
    firstMs: firstWordWithinMs(row),
    lastMs: AT_ONCE_MS + writtenMs + foundMs + lateMs,
  };
}

function firstWordWithinMs({ line, expectation, faults, switches }: MessageRow): number {
  if (line === 'reconcile' && expectation === 'answered-late') return FOUND_MS;
  const isUntold =
    faults?.some(({ on }) => on === 'functions') || switches?.webhookFaults === 'unheard';
  return isUntold || expectation === 'reminded' ? UNTOLD_MS : AT_ONCE_MS;
}

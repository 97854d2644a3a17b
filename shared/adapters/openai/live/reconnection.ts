import { setTimeout as delay } from 'node:timers/promises';
import { log } from '#shared/log.ts';

import {
  holdLiveSession,
  type LiveSession,
  type LiveSessionEnd,
  type LiveSessionParts,
} from './session.ts';

/** The back-off before the next session, in ms: a hiccup costs no utterance, and calls do not storm an outage. */
const REST_MS = { first: 250, longest: 5_000 };

/** The user of the current session. */
type SessionOwner = {
  /** Called whenever a session listens with an empty buffer. */
  listening(session: LiveSession): void;
  lost(end: LiveSessionEnd): void;
};

/** Holds one session after the other until the signal is aborted. Never throws. */
export async function keepLiveSession(
  parts: LiveSessionParts,
  owner: SessionOwner,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    const end = await holdLiveSession(parts, owner.listening, signal);
    if (signal.aborted) return;
    const { failure, wasUseful } = end;
    owner.lost(end);
    log.warn('live-transcription.lost', { reason: failure.message });
    failures = wasUseful ? 1 : failures + 1;
    const restMs = Math.min(REST_MS.first * 2 ** (failures - 1), REST_MS.longest);
    // Jitter keeps calls that were cut off together from coming back together.
    await delay(restMs * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {});
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import { log } from '#shared/log.ts';

import {
  holdLiveSession,
  type LiveSession,
  type LiveSessionEnd,
  type LiveSessionParts,
} from './session.ts';

/** The rest before the next session: a hiccup costs no utterance, an outage is not stormed by every call. */
const REST_MS = { first: 250, longest: 5_000 };

/** Whoever speaks to the session that there is. */
type SessionOwner = {
  /** Called whenever a session listens and has heard nothing yet. */
  listening(session: LiveSession): void;
  lost(end: LiveSessionEnd): void;
};

/** Holds one session after the other until the signal is aborted. */
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
    // Calls that were cut off at once do not come back at once.
    await delay(restMs * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {});
  }
}

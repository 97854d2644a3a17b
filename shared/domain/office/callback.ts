import { isBeyondHorizon } from './booking-horizon.ts';
import { isOfficeOpen, type OpeningSettings } from './opening-hours.ts';

/** Callers name times to the minute, so the current minute still counts as the future. */
const MINUTE_MS = 60_000;

/** Returns why the office cannot call at a moment; undefined if it can. */
export function callbackRefusal(
  settings: OpeningSettings,
  at: number,
  now: number,
): 'past' | 'too_far' | 'closed' | undefined {
  if (at + MINUTE_MS <= now) return 'past';
  if (isBeyondHorizon(at, now)) return 'too_far';
  return isOfficeOpen(settings, at) ? undefined : 'closed';
}

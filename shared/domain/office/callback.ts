import { isOfficeOpen, type OpeningSettings } from './opening-hours.ts';

/** Callers name times to the minute, so the current minute still counts as the future. */
const MINUTE_MS = 60_000;
/** The furthest moment that is accepted: beyond it, the model has mistaken the year. */
const HORIZON_MS = 60 * 24 * 3_600_000;

/** Returns why the office cannot call at a moment; undefined if it can. */
export function callbackRefusal(
  settings: OpeningSettings,
  at: number,
  now: number,
): 'past' | 'too_far' | 'closed' | undefined {
  if (at + MINUTE_MS <= now) return 'past';
  if (at > now + HORIZON_MS) return 'too_far';
  return isOfficeOpen(settings, at) ? undefined : 'closed';
}

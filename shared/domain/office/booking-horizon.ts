import { officeDay } from './office-day.ts';

const DAY_MS = 24 * 3_600_000;
/** The days ahead in which viewings and callbacks are accepted: beyond them, the model has mistaken the year. */
export const HORIZON_DAYS = 60;
const HORIZON_MS = HORIZON_DAYS * DAY_MS;

/** Returns whether a moment (epoch ms) is too far ahead for a viewing or a callback. */
export function isBeyondHorizon(at: number, now: number): boolean {
  return at > now + HORIZON_MS;
}

/** Returns the last day (`2027-01-21`) of which every hour is accepted. */
export function lastBookableDay(now: number): string {
  return officeDay(now + HORIZON_MS - DAY_MS);
}

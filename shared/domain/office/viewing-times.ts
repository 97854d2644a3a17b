import type { OpeningSettings } from './opening-hours.ts';
import { viewingRefusal } from './viewing.ts';
import { VIEWING_MS } from './viewing-day.ts';

/** The free half hours that are offered beside a refused one. A caller keeps no more in mind. */
export const OFFERED_TIMES = 3;
/** The days in which free half hours are looked for: longer than any row of holidays. */
const SEARCHED_DAYS = 10;
const DAY_MS = 24 * 3_600_000;

/** Yields the half hours after a moment (epoch ms) in which the office shows homes, the soonest first. */
export function* viewingTimes(
  settings: OpeningSettings,
  after: number,
  now: number,
): Generator<number> {
  const from = Math.max(after, now);
  const first = Math.ceil(from / VIEWING_MS) * VIEWING_MS;
  for (let at = first; at < from + SEARCHED_DAYS * DAY_MS; at += VIEWING_MS) {
    if (viewingRefusal(settings, at, now) === undefined) yield at;
  }
}

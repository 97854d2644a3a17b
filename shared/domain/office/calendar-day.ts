const DAY_MS = 24 * 3_600_000;
/** Israel's winter time. In summer a day so begins an hour late, when no rest begins or ends. */
const AHEAD_MS = 2 * 3_600_000;
/** The number of 1 January 1970 in the calendar. */
const DAY_OF_1970 = 719_163;

/** Returns the number by which the Hebrew calendar knows the day of a moment (epoch ms) in Israel. */
export function calendarDay(at: number): number {
  return Math.floor((at + AHEAD_MS) / DAY_MS) + DAY_OF_1970;
}

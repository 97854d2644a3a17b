// `en-CA` writes days as 2026-11-23.
const dayInIsrael = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jerusalem' });
// `sv-SE` writes moments as 2026-11-23 11:35.
const timeInIsrael = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Jerusalem',
  dateStyle: 'short',
  timeStyle: 'short',
});
const TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)$/;
const HOUR_MS = 3_600_000;
/** Israel's offset from UTC, in summer and in winter. */
const AHEAD_MS = [3 * HOUR_MS, 2 * HOUR_MS];

/** Returns the day of a moment (epoch milliseconds) in Israel, `2026-11-23`. */
export function officeDay(at: number): string {
  return dayInIsrael.format(at);
}

/** Returns a moment (epoch milliseconds) to the minute in Israel's local time, `2026-11-23T11:35`. */
export function toOfficeTime(at: number): string {
  return timeInIsrael.format(at).replace(' ', 'T');
}

/**
 * Returns the moment of a local time in Israel, in epoch milliseconds. A time that occurs twice gives the first
 * moment; one that never occurs gives undefined.
 */
export function fromOfficeTime(time: string): number | undefined {
  const [year = 0, month = 0, ...rest] = (TIME.exec(time) ?? []).slice(1).map(Number);
  // biome-ignore lint/style/noRestrictedGlobals: Date.UTC counts days; it reads no clock.
  const inUtc = Date.UTC(year, month - 1, ...rest);
  return AHEAD_MS.map((aheadMs) => inUtc - aheadMs).find(
    (at) => !Number.isNaN(at) && toOfficeTime(at) === time,
  );
}

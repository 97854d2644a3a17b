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
/** How far Israel is ahead of UTC: in summer, and in winter. */
const AHEAD_MS = [3 * HOUR_MS, 2 * HOUR_MS];

/** The day of a moment (epoch milliseconds) as the office counts it, `2026-11-23`. */
export function officeDay(at: number): string {
  return dayInIsrael.format(at);
}

/** A moment to the minute as clocks in Israel show it, `2026-11-23T11:35`. */
export function toOfficeTime(at: number): string {
  return timeInIsrael.format(at).replace(' ', 'T');
}

/** The moment at which clocks in Israel show a time, the first one of two; undefined where they never do. */
export function fromOfficeTime(time: string): number | undefined {
  const [year = 0, month = 0, ...rest] = (TIME.exec(time) ?? []).slice(1).map(Number);
  // biome-ignore lint/style/noRestrictedGlobals: Date.UTC counts days; it reads no clock.
  const inUtc = Date.UTC(year, month - 1, ...rest);
  return AHEAD_MS.map((aheadMs) => inUtc - aheadMs).find(
    (at) => !Number.isNaN(at) && toOfficeTime(at) === time,
  );
}

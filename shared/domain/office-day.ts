// `en-CA` writes days as 2026-11-23.
const dayInIsrael = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jerusalem' });

/** The day of a moment (epoch milliseconds) as the office counts it, `2026-11-23`. */
export function officeDay(at: number): string {
  return dayInIsrael.format(at);
}

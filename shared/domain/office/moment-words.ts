const inIsrael = { timeZone: 'Asia/Jerusalem' } as const;
const dayOfMoment = new Intl.DateTimeFormat('he-IL', {
  ...inIsrael,
  weekday: 'long',
  day: 'numeric',
  month: 'long',
});
const hour = new Intl.DateTimeFormat('he-IL', { ...inIsrael, hour: '2-digit', minute: '2-digit' });

/** Returns the day of a moment (epoch ms) as people read it: `יום רביעי, 2 בדצמבר`. */
export function dayInWords(at: number): string {
  return dayOfMoment.format(at);
}

/** Returns a moment (epoch ms) as people read it: `יום רביעי, 2 בדצמבר, בשעה 10:00`. */
export function momentInWords(at: number): string {
  return `${dayInWords(at)}, בשעה ${hour.format(at)}`;
}

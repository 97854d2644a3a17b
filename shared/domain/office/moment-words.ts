const inIsrael = { timeZone: 'Asia/Jerusalem' } as const;
const dayInWords = new Intl.DateTimeFormat('he-IL', {
  ...inIsrael,
  weekday: 'long',
  day: 'numeric',
  month: 'long',
});
const hour = new Intl.DateTimeFormat('he-IL', { ...inIsrael, hour: '2-digit', minute: '2-digit' });

/** Returns a moment (epoch ms) as people read it: `יום רביעי, 2 בדצמבר, בשעה 10:00`. */
export function momentInWords(at: number): string {
  return `${dayInWords.format(at)}, בשעה ${hour.format(at)}`;
}

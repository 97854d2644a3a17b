/** The whole message must be one of these: who looks for a home may write any of them in a sentence. */
const OUT = new Set([
  'הסר',
  'הסרה',
  'הסירו',
  'הסר אותי',
  'הסירו אותי',
  'תסיר אותי',
  'תסירו אותי',
  'הסר אותי מהרשימה',
  'הסירו אותי מהרשימה',
  'stop',
  'stopall',
  'stop all',
  'unsubscribe',
  'opt out',
  'optout',
  'remove me',
]);
const IN = new Set(['חזור', 'חזרו', 'הצטרף', 'start', 'unstop', 'subscribe', 'opt in', 'optin']);

/** Tells whether somebody wants no more messages, or wants them again. */
export function optWish(text: string): 'out' | 'in' | undefined {
  const wish = text
    .toLowerCase()
    // Points, marks of direction and whatever stands around the words.
    .replace(/[\u0591-\u05c7\p{C}]/gu, '')
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();
  if (OUT.has(wish)) return 'out';
  return IN.has(wish) ? 'in' : undefined;
}

/** Opt-out words. They must be the whole message, because they also occur in ordinary sentences. */
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

/** Returns whether a text is an opt-out or an opt-in; undefined if it is neither. */
export function optWish(text: string): 'out' | 'in' | undefined {
  const wish = text
    .toLowerCase()
    // Vowel points, marks of writing direction, then everything around the words.
    .replace(/[\u0591-\u05c7\p{C}]/gu, '')
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();
  if (OUT.has(wish)) return 'out';
  return IN.has(wish) ? 'in' : undefined;
}

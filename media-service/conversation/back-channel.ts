/** What Hebrew speakers say to show that they listen, without the letters that they stretch. */
const words: ReadonlySet<string> = new Set(
  'כן אה אהה אוקי אוקיי טוב בסדר נכון יופי סבבה מעולה הבנתי ברור אממ ממ מממ הממ'.split(' '),
);

/** So many of them in a row are still no turn of one’s own. */
const MAX_WORDS = 3;

/** Tells whether somebody only shows that they listen: they do not want the floor. */
export function isBackChannel(text: string): boolean {
  const said = text.split(/[^א-ת]+/).filter(Boolean);
  return said.length > 0 && said.length <= MAX_WORDS && said.every((word) => words.has(word));
}

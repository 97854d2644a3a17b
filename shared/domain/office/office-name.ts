/** Words that already say what the office is: another "office of" before such a name is one too many. */
const TRADE = /^ה?משרד(?![א-ת])|תיווך|נדל[״"]?ן|נכסים|סוכנות|real estate|realty/i;

/**
 * Returns the office as a sentence names it: `משרד התיווך כהן`. A name that tells its trade, such as
 * `תיווך השרון`, stays as it is.
 */
export function officeTitle(officeName: string): string {
  const name = officeName.replace(/\s+/g, ' ').trim();
  return TRADE.test(name) ? name : `משרד התיווך ${name}`;
}

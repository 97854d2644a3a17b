/** Israel's phone numbers have nine or ten digits, with the country's code before them twelve; its identity numbers nine. */
const MIN_DIGITS = 9;

const NUMBER_ASKED = /(?:מספר|מה) (?:ה)?(?:טלפון|נייד|פלאפון|תעודת זהות)|טלפון\?|תעודת זהות/;
const DIGIT_WORDS = /(?:אפס|אחת|שתיים|שלוש|ארבע|חמש|שש|שבע|שמונה|תשע)/g;

/** Tells whether the caller is in the middle of a number that is read digit by digit. */
export function isDictated(text: string, asked: string | undefined): boolean {
  const digits = text.replace(/[\s\-–.,]/g, '').match(/\d/g)?.length ?? 0;
  const words = text.match(DIGIT_WORDS)?.length ?? 0;
  const read = digits + words;
  if (read >= MIN_DIGITS) return false;
  if (asked !== undefined && NUMBER_ASKED.test(asked)) return read > 0 || text === '';
  return read >= 3 && isMostlyDigits(text);
}

/** A year or a price is said in other words around it; a number that is read out stands alone, and begins with 0 or +. */
function isMostlyDigits(text: string): boolean {
  return /(?:^|\s)(?:\+|0\d|אפס\s)[\d\s\-–]*|(?:^|\s)אפס(?:\s|$)/.test(text);
}

/** The silence that ends a turn, as people leave it between such turns, by the words and the question. */
const COMMIT_MS = {
  /** A question, or a short answer to one: nothing is missing. */
  complete: 450,
  usual: 600,
  /** The last word asks for another one. */
  unfinished: 900,
  /** People read numbers in groups, and breathe between them. */
  dictated: 1_200,
} as const;

const YES_OR_NO = /^(?:כן|לא|בטח|ברור|נכון|בסדר|אוקיי|מעולה|יופי|לא תודה|כן בבקשה|כן תודה)$/;
const HOUR =
  /^(?:ב|בשעה )?(?:\d{1,2}(?::\d{2})?|[א-ת]+(?: ו(?:חצי|רבע))?)(?: (?:בבוקר|בצהריים|אחר הצהריים|בערב))$/;
const NUMBER_OF =
  /^(?:\d[\d,.]*|אחד|אחת|שני|שתי|שניים|שתיים|שלושה?|ארבעה?|חמישה|חמש|שישה|שש)(?: וחצי)? ?(?:חדרים|אלף|אלפים|מיליון|שקל|שקלים)?$/;
const DAY = /^(?:ב)?(?:יום )?(?:ראשון|שני|שלישי|רביעי|חמישי|שישי|היום|מחר|מחרתיים)$/;
const shortAnswers = [YES_OR_NO, HOUR, NUMBER_OF, DAY];

/** Words that something has to follow, hesitations, and greetings. */
const OPEN_ENDED =
  /(?:^|\s)(?:ו|או|אבל|כי|של|עם|את|אם|שבו|שיש|ליד|בערך|עד|אז|גם|רק|כאילו|לא יודע|רגע|שנייה|אה+|אמ+|הממ*|שלום|הלו|היי|בוקר טוב|ערב טוב)$/;

/** Israel's phone numbers have nine or ten digits, twelve with the country code; its identity numbers have nine. */
const MIN_DIGITS = 9;
const NUMBER_ASKED = /(?:מספר|מה) (?:ה)?(?:טלפון|נייד|פלאפון|תעודת זהות)|טלפון\?|תעודת זהות/;
const DIGIT_WORDS = /(?:אפס|אחת|שתיים|שלוש|ארבע|חמש|שש|שבע|שמונה|תשע)/g;

/** Returns the silence in milliseconds that ends a turn, by its `text`, if known, and by the agent's last line. */
export function silenceToCommitMs(text: string | undefined, asked: string | undefined): number {
  if (text === undefined) return isDictated('', asked) ? COMMIT_MS.dictated : COMMIT_MS.usual;
  const said = text.replace(/[\s,.;:!…–—-]+$/u, '').trim();
  if (isDictated(said, asked)) return COMMIT_MS.dictated;
  if (OPEN_ENDED.test(said) || /(?:\.\.|…|,|-|–)$/u.test(text.trim())) return COMMIT_MS.unfinished;
  if (said.endsWith('?')) return COMMIT_MS.complete;
  const isAnswer = asked?.trim().endsWith('?') && shortAnswers.some((form) => form.test(said));
  return isAnswer ? COMMIT_MS.complete : COMMIT_MS.usual;
}

/** Returns whether the caller is in the middle of a number that is read digit by digit. */
export function isDictated(text: string, asked: string | undefined): boolean {
  const digits = text.replace(/[\s\-–.,]/g, '').match(/\d/g)?.length ?? 0;
  const words = text.match(DIGIT_WORDS)?.length ?? 0;
  const read = digits + words;
  if (read >= MIN_DIGITS) return false;
  if (asked !== undefined && NUMBER_ASKED.test(asked)) return read > 0 || text === '';
  return read >= 3 && isMostlyDigits(text);
}

/** A year or a price has other words around it; a dictated number stands alone, and begins with 0 or +. */
function isMostlyDigits(text: string): boolean {
  return /(?:^|\s)(?:\+|0\d|אפס\s)[\d\s\-–]*|(?:^|\s)אפס(?:\s|$)/.test(text);
}

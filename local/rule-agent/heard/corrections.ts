/** Words with which speakers correct themselves: the words behind them count. */
const CORRECTION =
  /(?<=[,.] )לא(?=[,.] )|(?<![א-ת])(?:לא[,.]? )?(?:סליחה|בעצם|כלומר|זאת אומרת|אלא|טעות|התבלבלתי|רגע|עדיף|יותר טוב|במקום זה)(?![א-ת])/;
const CLAUSE = /[,.;!?]\s+|\s(?=אבל |ולא |אולי )/;
/** A clause of a few words that only refuses: "not tomorrow". One that calls off a viewing does not. */
const REFUSED =
  /^\s*ו?לא(?! (?:אגיע|נגיע|אבוא|נבוא|אוכל|נוכל|יכול|יאוחר|לפני|אחרי|יותר|משנה|חשוב))(?: [^\s.]+){1,3}\.?$/;
/** A clause that says that a time does not suit, and not that a viewing is called off. */
const UNSUITABLE =
  /(?:לא|פחות) (?:טוב|נוח|מתאימ?ה?|מסתדר|אפשרי|בא לי)|(?:לא (?:יכולה?|יכולים|אוכל|נוכל|אהיה|נהיה)|אי אפשר|תפוסה?|עסוקה?|עובדת?)(?! (?:להגיע|לבוא))(?:$| )/;

/** Returns the parts of a line between its corrections, oldest first, without the clauses that refuse. */
export function correctedParts(text: string): string[] {
  return text
    .split(CORRECTION)
    .map((part) =>
      part
        .split(CLAUSE)
        .filter((clause) => !isRefusal(clause))
        .join(', ')
        .trim(),
    )
    .filter(Boolean);
}

/** Returns whether a clause refuses a time or a detail, or says that it does not suit. */
export function isRefusal(clause: string): boolean {
  return REFUSED.test(clause) || UNSUITABLE.test(clause);
}

import { isDictated } from './dictation.ts';

/** How much silence ends a turn, by what was said and asked; each is what people leave between two turns of the kind. */
const COMMIT_MS = {
  /** Nothing is missing: a question, or a short answer to one. */
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

/** Words after which something has to follow, and sounds of somebody who is looking for it. */
const OPEN_ENDED =
  /(?:^|\s)(?:ו|או|אבל|כי|של|עם|את|אם|שבו|שיש|ליד|בערך|עד|אז|גם|רק|כאילו|לא יודע|רגע|שנייה|אה+|אמ+|הממ*|שלום|הלו|היי|בוקר טוב|ערב טוב)$/;

/** How long the caller must be quiet for their turn to be over: `text` as far as it is known, after the agent's last line. */
export function silenceToCommitMs(text: string | undefined, asked: string | undefined): number {
  if (text === undefined) return isDictated('', asked) ? COMMIT_MS.dictated : COMMIT_MS.usual;
  const said = text.replace(/[\s,.;:!…–—-]+$/u, '').trim();
  if (isDictated(said, asked)) return COMMIT_MS.dictated;
  if (OPEN_ENDED.test(said) || /(?:\.\.|…|,|-|–)$/u.test(text.trim())) return COMMIT_MS.unfinished;
  if (said.endsWith('?')) return COMMIT_MS.complete;
  const isAnswer = asked?.trim().endsWith('?') && shortAnswers.some((form) => form.test(said));
  return isAnswer ? COMMIT_MS.complete : COMMIT_MS.usual;
}

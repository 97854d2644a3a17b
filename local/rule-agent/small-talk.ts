import { isRefusal } from '#local/rule-agent/heard/corrections.ts';
import { offersHome } from '#local/rule-agent/heard/wishes.ts';
import { matterPhrases } from '#local/rule-agent/matters/matter-texts.ts';
import { openQuestion, phrases } from '#local/rule-agent/words/texts.ts';
import { toolPhrases } from '#local/rule-agent/words/tool-texts.ts';

/** The words around a sentence that is not about homes. */
export type Talk = {
  readonly said: string;
  readonly asked: string;
  /** Whether the caller's wish is known. */
  readonly isKnown: boolean;
  /** The next open question. */
  readonly question: string | undefined;
};

const HOME =
  /דיר[הות]|(?<![א-ת])[בהל]?בית(?![א-ת])|נכס|וילה|פנטהאוז|קוטג|דופלקס|חדרים|יחידת|סטודיו|מחפש\S* (?:משהו|מקום)|לגור|מגורים|פרטים|יש לכם משהו|מה יש לכם|מחירים|^אני מחפש\S*[.]?$/;
/** Words of a question about the office itself. */
const SERVICE = /תשלח|ו[וא]+טסאפ|אתם (?:גם )?(?:מתווכ|בעלי|חברה|מנהל|עוסק|מטפל|עובד|נותנ)/;
const HELLO =
  /שלום|הלו|היי|אהלן|(?:בוקר|ערב|צהריים) טוב|צוהריים טובים|צהריים טובים|שבוע טוב|שבת שלום|חג שמח|מה (?:נשמע|שלומ[א-ת]*(?: היום)?|קורה|העניינים)|(?<![a-z])(?:hi|hello|hey)(?![a-z])/gi;
const WHO =
  /עם מי אני|מי (?:זה|זאת|מדבר|את|אתם|שם)(?![א-ת])|לאן הגעתי|איפה הגעתי|לאיזה משרד|איך קוראים לך|מה (?:ה?שם|שם ה)|אתם (?:מתווכים|משרד|סוכנות)/;
const PERSON = /(לדבר|להעביר|תעביר|רוצה|אפשר).*(נציג|סוכן|אדם|מישהו|מנהל)/;
const HEARD =
  /שומע|שומעת|שומעים|את (?:איתי|שם|פה)|מישהו (?:שם|פה|על הקו)|(?:שם|פה) מישהו|^יש מישהו|כבדת? שמיעה/;
const AGAIN =
  /(?:תחזר[וי]|לחזור|תגיד[יו]?) (?:על זה|שוב|עוד פעם)|עוד פעם|לא שמעתי|לא הבנתי|מה אמרת|אפשר שוב|לאט|(?:תדבר|לדבר)\S* (?:יותר )?(?:חזק|ברור)|^מה\?*$|הקו |קליטה/;
const WAIT =
  /^(?:[אהמ]+[.,]*\s*|או?קיי,? )*(?:רק )?(?:רגע|שנייה|שניה|דקה|חכ[יו]|תמתינ\S*|רק רגע)(?![א-ת])/;
const BUSY =
  /(?:לא (?:יכולה?|נוח)|אי אפשר)[^.]* לדבר|לדבר (?:\S+ )?(?:מאוחר|אחר כך|בהמשך)|באמצע (?:נסיעה|ישיבה|פגישה|עבודה)|נוהגת?(?![א-ת])/;
const QUESTION_AHEAD =
  /שאלה(?![א-ת])|לשאול|(?:צריך|צריכה|רוצה) עזרה|תעזר[יו]|אפשר עזרה|^(?:אממ?|אה+|אז)[.,]* (?:תקשיבי|ככה)/;
/** Words with which callers leave an offer or a question open. */
const UNDECIDED =
  /אחשוב|נחשוב|להתייעץ|נדבר|^(?:לא (?:מעניין|משנה|חשוב|נורא)|עזבי?|אין צורך|לא עכשיו|לא, לא|סתם|(?:בסדר,? )?הבנתי|אני מקליטה?)/;
const THINKS = /(?:אחשוב|נחשוב|לחשוב) על זה|להתייעץ/;
const PRAISE = /תודה|כל הכבוד|אלופ|מקסימ|איזה (?:שירות|יופי)/;
const YES = /^(כן|בטח|בבקשה)/;
const ONLY_YES = /^(?:כן|בטח|בסדר|אוקיי|סבבה|טוב)(?:,? (?:כן|בבקשה|תודה))*[.!]*$/;
const SHORT_ANSWER = /^(?:כן|לא|אולי|טוב|בסדר|אוקיי|סבבה|לא יודעת?|אה+|אמ+|הא+)[.,?! ]*$/;
/** A caller who tells only who they are. */
const ABOUT_ME = /^(?:אני|אנחנו|כאן|פה|שמי) \S+[.]?$/;
/** A line of so many words asks for something, though the rules do not know what. */
const FEWEST_WORDS = 3;

/** Answers a line without a wish; a person answers the questions that the agent cannot. */
export function smallTalk(talk: Talk): string {
  const { said, asked, isKnown, question } = talk;
  const next = question ?? phrases.anythingElse;
  const help = isKnown ? next : matterPhrases.askHelp;
  if (YES.test(said) && asked.includes(phrases.anythingElse)) return phrases.whatElse;
  if (ONLY_YES.test(said)) {
    // A yes does not answer which of two it is, and never another question than the last one.
    const isSearch = asked.endsWith(phrases.askDeal);
    const last = isSearch ? phrases.askRentOrBuy : openQuestion(asked);
    if (last) return `${phrases.noTrouble} ${last}`;
  }
  if (AGAIN.test(said))
    return withoutMeanwhile(asked) || `${matterPhrases.whoIsHere} ${matterPhrases.askHelp}`;
  if (PERSON.test(said)) return `${phrases.noTrouble} ${phrases.offerCallback}`;
  if (WAIT.test(said) && wordsOf(said) <= 4) return phrases.waiting;
  if (BUSY.test(said)) return `${phrases.noTrouble} ${phrases.offerCallback}`;
  if (WHO.test(said)) return `${matterPhrases.whoIsHere} ${help}`;
  if (HEARD.test(said)) return `${matterPhrases.here} ${help}`;
  if (QUESTION_AHEAD.test(said)) return `${phrases.noTrouble} ${matterPhrases.askHelp}`;
  if (/לא מעוניי?[ןנ]/.test(said)) return `${phrases.noTrouble} ${phrases.anythingElse}`;
  if (!isKnown && offersHome(said)) return `${phrases.noTrouble} ${phrases.askOwnDeal}`;
  if (!isKnown && HOME.test(said) && !SERVICE.test(said))
    return `${phrases.noTrouble} ${phrases.askRentOrBuy}`;
  const isOpen = asked.endsWith('?') && !asked.endsWith(phrases.anythingElse);
  if (THINKS.test(said) || PRAISE.test(said) || (UNDECIDED.test(said) && !isOpen)) {
    return `${phrases.noTrouble} ${phrases.anythingElse}`;
  }
  if (isRefusal(said) && question) return `${phrases.noTrouble} ${question}`;
  return leftOver(talk, next);
}

/** Answers a line of which the rules know no word. */
function leftOver({ said, asked, isKnown }: Talk, next: string): string {
  const words = wordsOf(said.replaceAll(HELLO, ''));
  const isLong = words >= FEWEST_WORDS || (words > 1 && said.endsWith('?'));
  if (isLong && !asked.endsWith('?'))
    return `${matterPhrases.otherMatter} ${phrases.offerCallback}`;
  if (!isKnown && said.search(HELLO) >= 0) return phrases.welcome;
  if (isLong && !isKnown) return `${matterPhrases.otherMatter} ${phrases.offerCallback}`;
  if (asked === '' && ABOUT_ME.test(said)) return phrases.welcome;
  if (asked === '' && SHORT_ANSWER.test(said)) {
    return `${matterPhrases.whoIsHere} ${matterPhrases.askHelp}`;
  }
  return `${phrases.sorry} ${next}`;
}

function wordsOf(text: string): number {
  return text.split(/\s+/).filter((word) => /[א-ת]/.test(word)).length;
}

/** Returns a line without the word before a tool, which is not repeated. */
function withoutMeanwhile(line: string): string {
  return line.replace(toolPhrases.checking, '').replace(toolPhrases.oneMoment, '').trim();
}

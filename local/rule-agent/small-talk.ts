import { matterPhrases } from './matter-texts.ts';
import { phrases } from './texts.ts';

export type Talk = {
  readonly said: string;
  readonly asked: string;
  /** Whether the caller's wish is known. */
  readonly isKnown: boolean;
  /** The next open question. */
  readonly question: string | undefined;
};

const HOME =
  /דיר[הות]|(?<![א-ת])[בהל]?בית(?![א-ת])|נכס|וילה|פנטהאוז|קוטג|דופלקס|חדרים|יחידת|סטודיו|לגור|מגורים|פרטים|יש לכם משהו/;
/** Words of a question about the office itself. */
const SERVICE = /תשלח|ו[וא]+טסאפ|אתם (?:גם )?(?:מתווכ|בעלי|חברה|מנהל|עוסק|מטפל|עובד|נותנ)/;
const HELLO =
  /שלום|הלו|היי|אהלן|(?:בוקר|ערב|צהריים) טוב|צוהריים טובים|צהריים טובים|שבוע טוב|שבת שלום|חג שמח|מה (?:נשמע|שלומ[א-ת]*(?: היום)?|קורה|העניינים)/g;
const WHO =
  /מי (?:זה|זאת|מדבר|את|אתם|שם)(?![א-ת])|לאן הגעתי|איפה הגעתי|לאיזה משרד|איך קוראים לך|מה השם/;
const PERSON = /(לדבר|להעביר|תעביר|רוצה|אפשר).*(נציג|סוכן|אדם|מישהו|מנהל)/;
const HEARD = /שומע|שומעת|שומעים|את (?:איתי|שם|פה)|מישהו (?:שם|על הקו)/;
const AGAIN =
  /(?:תחזר[וי]|לחזור|תגיד[יו]?) (?:על זה|שוב|עוד פעם)|עוד פעם|לא שמעתי|מה אמרת|אפשר שוב|לאט/;
/** A line of so many words asks for something, though the rules do not know what. */
const FEWEST_WORDS = 3;

/** Answers a line without a wish; a person answers the questions that the agent cannot. */
export function smallTalk({ said, asked, isKnown, question }: Talk): string {
  const next = question ?? phrases.anythingElse;
  if (/^(כן|בטח|בבקשה)/.test(said) && asked.includes(phrases.anythingElse)) return phrases.whatElse;
  if (AGAIN.test(said) && asked) return asked;
  if (PERSON.test(said)) return `${phrases.noTrouble} ${phrases.offerCallback}`;
  if (WHO.test(said)) return `${matterPhrases.whoIsHere} ${isKnown ? next : matterPhrases.askHelp}`;
  if (HEARD.test(said)) return `${matterPhrases.here} ${isKnown ? next : matterPhrases.askHelp}`;
  if (!isKnown && HOME.test(said) && !SERVICE.test(said))
    return `${phrases.noTrouble} ${phrases.askRentOrBuy}`;
  if (/תודה/.test(said)) return `${phrases.noTrouble} ${phrases.anythingElse}`;
  const words = said
    .replaceAll(HELLO, '')
    .split(/\s+/)
    .filter((word) => /[א-ת]/.test(word)).length;
  const isLong = words >= FEWEST_WORDS || (words > 1 && said.endsWith('?'));
  if (isLong && !asked.endsWith('?'))
    return `${matterPhrases.otherMatter} ${phrases.offerCallback}`;
  if (!isKnown && said.search(HELLO) >= 0) return phrases.welcome;
  if (isLong && !isKnown) return `${matterPhrases.otherMatter} ${phrases.offerCallback}`;
  return `${phrases.sorry} ${next}`;
}

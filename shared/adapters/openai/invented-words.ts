import { heardWords } from '#shared/domain/heard/heard-words.ts';
import { readNumberAt } from '#shared/domain/heard/number-words.ts';
import { isViewersFarewell } from './viewers-farewells.ts';

/**
 * Words that speech models write for noise and silence. They learned them from the ends of films and videos, and
 * nobody says them to an office. Reports: https://github.com/Vexa-ai/vexa/issues/155,
 * https://github.com/EdF2021/ithaka/issues/96, https://github.com/PocketShell-io/pocketshell/issues/452.
 * A bare “תודה רבה” is reported too, and is missing here: callers say it.
 */
const INVENTED: ReadonlySet<string> = new Set(
  `
  כתוביות
  הכתוביות
  כתוביות בעברית
  תרגום
  תרגום וכתוביות
  תרגום לעברית
  מוזיקה
  מוסיקה
  מנגינה
  מחיאות כפיים
  צחוק
  הסוף
  אל תשכחו להירשם
  תרגום וסנכרון
  תורגם על ידי
  תורגם ע י
  סונכרן על ידי
  סונכרן ע י
  המשך יבוא
  blank audio
  silence
  продолжение следует
  спасибо за просмотр
  подписывайтесь на канал
  подписывайтесь на наш канал
  субтитры
  اشتركوا في القناة
  لا تنسوا الاشتراك في القناة
  شكرا على المشاهدة
  شكرا للمشاهدة
  see you next time
  subtitles
  the end
  vielen dank
  music
  applause
  you
  `
    .split('\n')
    .map(bareWords)
    .filter(Boolean),
);

/** A sentence between notes is sung. */
const SUNG = /^\s*[♪♫♬🎵🎶][^♪♫♬🎵🎶]*[♪♫♬🎵🎶][\s♪♫♬🎵🎶.!]*$/u;
/** Scripts that the offices’ callers do not speak, and in which noise comes out often. */
const FAR_SCRIPTS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

/** Credits of films that no caller begins a sentence with, whatever follows. */
const CREDITS =
  /^(?:תורגם וסונכרן|כתוביות קהילת|(?:subtitles|subtitled|captions|captioned) by|субтитры (?:с?делал|создавал|подогнал|подготовил|от )|редактор субтитров|ترجمة نانسي|untertitel(?:ung)? (?:des|der|von|im auftrag|im auftrage)\s|sous-titr(?:es|age) |subtítulos (?:realizados|por|de la comunidad))/iu;
/** Credits that begin like a sentence about a document or a video, up to the name. */
const CREDITS_OF_NAME =
  /^(?:ה?כתוביות(?: נעשו)? (?:על ידי|ע י|מאת|של|באדיבות)|ה?תרגום(?: ו(?:כתוביות|סנכרון))? (?:על ידי|ע י|מאת)|ה?תרגום וכתוביות של|ה?(?:תרגום|כתוביות|סנכרון|עריכה|תמלול|תרגום וסנכרון|תרגום וכתוביות)\s?[:：–—-]|(?:תורגם|סונכרן|הועלה|תמלול|נערך) (?:על ידי|ע י)|(?:תרגם|תרגמה|סנכרן|סנכרנה|ערך|ערכה)\s?[:：]|(?:transcribed|translated) by)(?<name>.*)$/iu;
/** Names of people and groups have no more words than this. */
const MAX_NAME_WORDS = 4;
/** Words that callers say behind such a beginning, and that names do not hold. */
const EVERYDAY =
  /(?:^|\s)[ובלמהשכ]{0,2}(?:עורך|עורכת|עו ד|נוטריון|סוכן|סוכנת|מתווך|מתווכת|משרד|בנק|חברה|חוזה|הסכם|מסמך|מסמכים|דירה|בית|נכס|סרטון|סרטונים|מודעה|תמונות|אצלכם|שלכם|שלי|אני|אנחנו|אתם|הוא|היא|של|את|לא|כן|לפי|עברית|אנגלית|ערבית|רוסית|צרפתית|אמהרית|ספרדית|שפה|שקל|שקלים|ש?ח|אלף|אלפים|מיליון|מיליונים|מאות|נמוך|גבוה|סביר|ידוע|שווי|שוק|נדרש|נדרשת|צריך|צריכה|מישהו|מישהי|lawyer|notary|agent|you|your)(?=$|\s)/iu;
/** Sounds that stand alone between brackets or stars: [רעש רקע]. A number in brackets may be said. */
const SOUND = /^(?:(?:\[[^\]\d]*\]|\([^)\d]*\)|\*[^*\d]*\*)[\s.!]*)+$/u;
/** A model that hangs repeats a phrase; callers repeat one word longer, and no phrase so often. */
const LOOP = /^(?:(\p{L}+ \p{L}[\p{L} ]{0,80}?)(?: \1){7,}|(\p{L}+)(?: \2){14,})$/u;
/** The site whose volunteers subtitled much of what the models learned from. */
const ADDRESS = /\b(?:amara\.org|opensubtitles|subscene|zoharis)\b/i;

/** Returns a transcript; an empty one if the model made all of its words up. */
export function withoutInventedWords(transcript: string): string {
  const text = transcript.trim();
  if (ADDRESS.test(text) || LOOP.test(bareWords(text))) return '';
  const sentences = text.split(/(?<=[.!?…])\s+|\n+/).filter(Boolean);
  return sentences.length > 0 && sentences.every(isInvented) ? '' : text;
}

function isInvented(sentence: string): boolean {
  if (SOUND.test(sentence.trim()) || SUNG.test(sentence) || isFarScript(sentence)) return true;
  const bare = sentence.replace(/^[\s[(♪♫*"״'-]+/u, '').replace(/["״]/g, ' ');
  if (CREDITS.test(bare) || isCreditOfName(bare)) return true;
  const words = bareWords(bare);
  // Notes and brackets alone are the sign of music.
  if (words === '' || INVENTED.has(words)) return true;
  return isViewersFarewell(words);
}

/** Returns whether a sentence has no letters but those of a far script, and capitals. */
function isFarScript(sentence: string): boolean {
  const others = sentence.replace(FAR_SCRIPTS, '');
  return others !== sentence && !/[\p{Ll}\p{Lo}]/u.test(others);
}

function isCreditOfName(sentence: string): boolean {
  const name = CREDITS_OF_NAME.exec(sentence)?.groups?.name;
  if (name === undefined) return false;
  const words = bareWords(name);
  const isSum = heardWords(name).some((_, index, all) => readNumberAt(all, index) !== undefined);
  return words.split(' ').length <= MAX_NAME_WORDS && !isSum && !EVERYDAY.test(words);
}

function bareWords(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

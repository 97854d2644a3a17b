/**
 * Words that speech models write for noise and silence. They learned them from the ends of films and videos, and
 * nobody says them to an office. Reports: https://github.com/Vexa-ai/vexa/issues/155,
 * https://github.com/EdF2021/ithaka/issues/96, https://github.com/PocketShell-io/pocketshell/issues/452.
 * A bare “תודה רבה” is reported too, and is missing here: callers say it.
 */
const INVENTED: ReadonlySet<string> = new Set(
  `
  תודה שצפיתם
  תודה לכם שצפיתם
  תודה רבה שצפיתם
  תודה שצפיתם בסרטון
  תודה שצפיתם בסרטון הזה
  תודה על הצפייה
  תודה על הצפיה
  תודה לצפייה
  תודה לצפיה
  תודה רבה על הצפייה
  תודה רבה על הצפיה
  תודה לכם על הצפייה
  תודה שהאזנתם
  תודה על ההאזנה
  צפייה מהנה
  צפיה מהנה
  צפייה נעימה
  נתראה בסרטון הבא
  להתראות בסרטון הבא
  נתראה בפרק הבא
  אל תשכחו להירשם לערוץ
  הירשמו לערוץ
  תעשו לייק
  תעשו לייק ותירשמו לערוץ
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
  שירה
  הסוף
  thank you for watching
  thanks for watching
  thank you so much for watching
  thank you for listening
  thanks for listening
  please subscribe
  please like and subscribe
  like and subscribe
  see you next time
  see you in the next video
  subtitles
  the end
  music
  applause
  you
  `
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean),
);

/** Credits of films: whatever name follows, nobody begins a sentence to an office so. */
const CREDITS =
  /^(?:ה?כתוביות(?: נעשו)? (?:על ידי|ע י|מאת|של|באדיבות)|ה?תרגום(?: וכתוביות)? (?:על ידי|ע י|מאת|של)|ה?(?:תרגום|כתוביות)[:：]|תורגם על ידי|תורגם וסונכרן|סונכרן על ידי|הועלה על ידי|תמלול על ידי|כתוביות קהילת|subtitles by|subtitled by|captions by|captioned by|transcribed by|translated by)/i;
/** The site whose volunteers subtitled much of what the models learned from. */
const ADDRESS = /\b(?:amara\.org|opensubtitles|subscene|zoharis)\b/i;

/** Returns a transcript; an empty one if the model made all of its words up. */
export function heardWords(transcript: string): string {
  const text = transcript.trim();
  if (ADDRESS.test(text)) return '';
  const sentences = text.split(/(?<=[.!?…])\s+|\n+/).filter(Boolean);
  return sentences.length > 0 && sentences.every(isInvented) ? '' : text;
}

function isInvented(sentence: string): boolean {
  const bare = sentence.replace(/^[\s[(♪♫*"״'-]+/u, '').replace(/["״]/g, ' ');
  if (CREDITS.test(bare)) return true;
  const words = bare
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  // Notes and brackets alone are the sign of music.
  return words === '' || INVENTED.has(words);
}

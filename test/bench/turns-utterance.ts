import { BYTES_PER_MS, toPcm16 } from '@agent-locator/audio/mulaw.ts';

/** An utterance of a caller: its words, its sound, and the end of its last audible sample. */
export type Utterance = {
  readonly text: string;
  readonly audio: Uint8Array;
  readonly audibleMs: number;
};

/** The floor of audibility, −50 dBFS, as in the measure of dead air. */
const AUDIBLE_STEP = 32_768 * 10 ** (-50 / 20);

/** The utterances of each call: wishes, questions, short answers, and sentences that leave something open. */
export const dialogues: readonly (readonly string[])[] = [
  [
    'אני מחפש דירה להשכרה בתל אביב',
    'שלושה חדרים',
    'עד שבעת אלפים שקל',
    'מה השעות שלכם?',
    'כן',
    'אני רוצה דירה עם מרפסת או',
    'אפשר לבוא לראות את הדירה?',
  ],
  [
    'שלום, אני רוצה לקנות דירה בחיפה',
    'ארבעה חדרים וחצי',
    'עד שני מיליון וחצי',
    'כן, בטח',
    'איפה אתם נמצאים?',
    'דירה ליד הים של',
    'ביום שלישי בבוקר',
  ],
  [
    'כמה זה עולה?',
    'להשכרה',
    'בירושלים',
    'אני מחפש דירה גדולה אבל',
    'שני חדרים',
    'אפשר לדבר עם נציג?',
    'אני לא יודע',
  ],
  [
    'אני רוצה לשכור דירה',
    'ברמת גן',
    'חמישה חדרים',
    'כן',
    'המספר שלי הוא אפס חמש ארבע',
    'אפשר לתאם פגישה?',
    'ביום ראשון',
  ],
  [
    'מחפשים דירה למכירה בנתניה',
    'שלוש',
    'מה המחיר?',
    'בסדר',
    'אני רוצה לבקר בדירה',
    'מחר בצהריים',
    'עם חניה ו',
  ],
];

/** Synthesizes each text with the caller's voice. */
export async function speakAll(
  voice: { speak(text: string, speaker: 'caller'): Promise<Uint8Array> },
  texts: readonly string[],
): Promise<Utterance[]> {
  return Promise.all(
    texts.map(async (text) => toUtterance(text, await voice.speak(text, 'caller'))),
  );
}

/** Returns the end of the last audible sample. */
export function toUtterance(text: string, audio: Uint8Array): Utterance {
  const last = toPcm16(audio).findLastIndex((sample) => Math.abs(sample) > AUDIBLE_STEP);
  return { text, audio, audibleMs: (last + 1) / BYTES_PER_MS };
}

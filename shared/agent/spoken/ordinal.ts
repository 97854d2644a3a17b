import type { Gender } from './cardinal.ts';

const ORDINALS = {
  masculine: 'ראשון שני שלישי רביעי חמישי שישי שביעי שמיני תשיעי עשירי'.split(' '),
  feminine: 'ראשונה שנייה שלישית רביעית חמישית שישית שביעית שמינית תשיעית עשירית'.split(' '),
} as const;

/** Says which one in a row: שלישית; undefined above ten, where Hebrew has no word of its own. */
export function toOrdinal(number: number, gender: Gender): string | undefined {
  return ORDINALS[gender][number - 1];
}

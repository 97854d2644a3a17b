import type { Gender } from './cardinal.ts';

const ORDINALS = {
  masculine: 'ראשון שני שלישי רביעי חמישי שישי שביעי שמיני תשיעי עשירי'.split(' '),
  feminine: 'ראשונה שנייה שלישית רביעית חמישית שישית שביעית שמינית תשיעית עשירית'.split(' '),
} as const;

/** Returns an ordinal: שלישית; undefined above ten, where Hebrew uses the cardinal. */
export function toOrdinal(number: number, gender: Gender): string | undefined {
  return ORDINALS[gender][number - 1];
}

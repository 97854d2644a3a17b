import { toCardinal } from './cardinal.ts';
import { singularGender } from './nouns.ts';
import { toOrdinal } from './ordinals.ts';

const FIRST = /^\s*\(?([1-9]\d?)[.)] (?=["״”]*(?:([א-ת]+)|\d))/;
const NEXT = /(?<=[.!?:,;]\s+)\(?([1-9]\d?)[.)] (?=["״”]*([א-ת]+))/g;
/** Returns a text whose numbered list is said with ordinals: הראשונה: דירת שלושה חדרים. */
export function withSpokenListNumber(text: string): string {
  return text.replace(FIRST, toPlace).replace(NEXT, toPlace);
}

function toPlace(_: string, digits: string, word = ''): string {
  const number = Number(digits);
  const ordinal = toOrdinal(number, word ? singularGender(word) : 'feminine');
  return ordinal ? `ה${ordinal}: ` : `מספר ${toCardinal(number, 'feminine')}: `;
}

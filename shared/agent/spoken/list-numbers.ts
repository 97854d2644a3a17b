import { toCardinal } from './cardinal.ts';
import { singularGender } from './nouns.ts';
import { toOrdinal } from './ordinals.ts';

const NUMBER = /(?<=^\s*|[.!?:\n]\s+)\(?(\d{1,2})[.)] (?=["״”*]*([א-ת]+))/g;

/** Returns a text whose numbered list is said with ordinals: הראשונה: דירת שלושה חדרים. */
export function withSpokenListNumber(text: string): string {
  return text.replace(NUMBER, (_, digits: string, word: string) => {
    const number = Number(digits);
    const ordinal = toOrdinal(number, singularGender(word));
    return ordinal ? `ה${ordinal}: ` : `מספר ${toCardinal(number, 'feminine')}: `;
  });
}

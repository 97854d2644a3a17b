import { nameKey } from '#shared/domain/listings/listing-names.ts';
import { toNumber } from './number-cells.ts';

/** The numbers that offices write as words, by the forms of `nameKey`; rooms and millions are masculine. */
const words = new Map(
  (
    [
      ['אחד', 1],
      ['אחת', 1],
      ['שני', 2],
      ['שניים', 2],
      ['שתי', 2],
      ['שתיים', 2],
      ['שלושה', 3],
      ['שלוש', 3],
      ['ארבעה', 4],
      ['ארבע', 4],
      ['חמישה', 5],
      ['חמש', 5],
      ['שישה', 6],
      ['שש', 6],
      ['שבעה', 7],
      ['שבע', 7],
      ['שמונה', 8],
      ['תשעה', 9],
      ['תשע', 9],
      ['עשרה', 10],
      ['עשר', 10],
    ] as const
  ).map(([word, number]) => [nameKey(word), number] as const),
);

/** Returns the number of a text in digits or in words, with or without a half: `3`, `שלושה`, `שלושה וחצי`. */
export function numberInWords(text: string): number | undefined {
  const [, word = '', half] = /^(\p{L}+)( וחצי)?$/u.exec(text.trim()) ?? [];
  const count = words.get(nameKey(word));
  return count === undefined ? toNumber(text) : count + (half ? 0.5 : 0);
}

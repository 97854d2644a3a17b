import type { Feature } from '#shared/domain/listings/listing-features.ts';
import type { Wrong } from './cell.ts';
import { withPlainQuotes } from './cell-text.ts';
import { featureOf } from './feature-cells.ts';
import { inRange, remedyOf } from './number-cells.ts';
import { numberInWords } from './number-words.ts';

/** The rooms of a home, and what the cell counts beside them: `4+ממ"ד`. */
export type Rooms = { readonly count: number; readonly features?: readonly Feature[] };

/** A longer cell is a sentence; the limit also bounds the work of every pattern here. */
const MAX_CHARACTERS = 60;
const range = { must: 'a number of rooms, whole or half', from: 1, to: 30, step: 0.5 } as const;
const UNIT = /\s*(?:חדרים|חדר|חד'|חד|ח'|rooms?)\s*$|^(?:חדרים|חד'):? /i;
/** A studio is one room, with its number or without. */
const STUDIO = /^(?:סטודיו|studio) ?\(?(?=\d)|(?<=\d)\)$/gi;
const words: Readonly<Record<string, number>> = {
  סטודיו: 1,
  studio: 1,
  חדר: 1,
  'חדר אחד': 1,
  'חדר וחצי': 1.5,
  'דירת חדר': 1,
};

/** Reads a cell with the number of rooms: `3.5`, `3 חד'`, `שלושה וחצי`, `סטודיו`, `4+ממ"ד`. */
export function roomsCell(text: string): Rooms | Wrong {
  if (text.length > MAX_CHARACTERS) return { must: range.must };
  const plain = withPlainQuotes(text).replace(STUDIO, '');
  const [own = '', ...more] = plain.split('+').map((part) => part.trim());
  const features = more.map(featureOf);
  const count = words[own.toLowerCase()] ?? numberInWords(own.replace(UNIT, ''));
  if (count === undefined) return { must: range.must, ...remedyOf(plain) };
  if (features.includes(undefined)) {
    const remedy = 'write one number, since what stands behind the plus may be a room or not';
    return { must: range.must, remedy };
  }
  const read = inRange(count, range);
  if (typeof read !== 'number') return read;
  const beside = features.filter((feature) => feature !== undefined);
  return { count: read, ...(beside.length > 0 && { features: beside }) };
}

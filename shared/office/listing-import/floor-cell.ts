import type { Wrong } from './cell.ts';
import { withPlainQuotes } from './cell-text.ts';
import { inRange, remedyOf, toNumber } from './number-cells.ts';

/** The floor of a home, 0 for the ground floor, or the last one; perhaps also its building's floors. */
export type Floor = {
  readonly floor?: number;
  readonly floors?: number;
  readonly isLast?: true;
  /** Words that callers are told beside the number. */
  readonly note?: string;
};

const MUST = 'the number of a floor, or ground';
/** A longer cell is a sentence; the limit also bounds the work of every pattern here. */
const MAX_CHARACTERS = 40;
const range = { must: MUST, from: -5, to: 150, step: 1 } as const;
const ground = new Set([
  ...['קרקע', 'קומת קרקע', 'ק.קרקע', 'ק. קרקע', "ק' קרקע", 'ק קרקע', 'קק', 'ק"ק', 'ground', 'g'],
  ...['כניסה', 'קומת כניסה', 'פרטר', 'קרקע מוגבהת', 'קרקע גבוהה', 'ground floor', 'lobby'],
  ...['קומת גן', 'גן', 'קרקע גן'],
]);
const basement = new Set(['מרתף', 'קומת מרתף', 'basement', 'תת קרקע', 'תת קרקעי', '-מרתף']);
const last = new Set([
  'אחרונה',
  'קומה אחרונה',
  'עליונה',
  'קומה עליונה',
  'גג',
  'קומת גג',
  'last',
  'top',
]);
const ordinals: Readonly<Record<string, number>> = {
  ראשונה: 1,
  שנייה: 2,
  שניה: 2,
  שלישית: 3,
  רביעית: 4,
  חמישית: 5,
  שישית: 6,
  שביעית: 7,
  שמינית: 8,
  תשיעית: 9,
  עשירית: 10,
};
/** The numbers of Hebrew letters up to thirty, as floors are written: א, ג', י"ב. */
const letters = 'אבגדהוזחט';
const tens: Readonly<Record<string, number>> = { י: 10, כ: 20, ל: 30 };

/** Reads a cell with a floor: `3`, `קומה 3`, `3/8`, `3 מתוך 8`, `ק.קרקע`, `מרתף`, `ג'`. */
export function floorCell(text: string): Floor | Wrong {
  if (text.length > MAX_CHARACTERS) return { must: MUST };
  const plain = withPlainQuotes(text).toLowerCase().replace(/\s+/g, ' ');
  const [, lower, upper] = /^(?:קומות ?)?(-?\d{1,3}) ?(?:\+|ו-?) ?(\d{1,3})$/.exec(plain) ?? [];
  if (lower !== undefined && Number(upper) === Number(lower) + 1) {
    const read = inRange(Number(lower), range);
    return typeof read === 'number' ? { floor: read, note: `בקומות ${lower} ו-${upper}` } : read;
  }
  const [, first = '', second = ''] = /^([^ ()]+)[ (]+([^ ()]+)\)?$/.exec(plain) ?? [];
  const top = last.has(first) ? toFloor(second) : last.has(second) ? toFloor(first) : undefined;
  if (top !== undefined) {
    const read = inRange(top, range);
    return typeof read === 'number' ? { floor: read, floors: read } : read;
  }
  const [own = '', building, ...more] = plain.split(/ ?(?:\/|מתוך|of|-מתוך-|(?<=\d) מ-(?=\d)) ?/);
  const isLast = last.has(own.trim());
  const floors =
    building === undefined ? undefined : toNumber(building.replace(/ ?(?:קומות|floors)$/, ''));
  const floor = isLast ? (floors ?? 0) : toFloor(own.trim());
  const isWrong = floor === undefined || more.length > 0;
  if (isWrong || (building !== undefined && !isCount(floors))) {
    return { must: MUST, ...remedyOf(plain) };
  }
  const read = inRange(floor, range);
  if (typeof read !== 'number') return read;
  if (floors !== undefined) return { floor, floors };
  return isLast ? { isLast } : { floor };
}

function toFloor(text: string): number | undefined {
  if (ground.has(text)) return 0;
  if (basement.has(text)) return -1;
  const bare = text.replace(/^(?:קומה|ק'|ק\.|floor) ?/, '');
  return ordinals[bare] ?? toNumber(bare) ?? ofLetters(bare.replace(/['"]/g, ''));
}

function isCount(floors: number | undefined): floors is number {
  return (
    typeof floors === 'number' && Number.isInteger(floors) && floors >= 0 && floors <= range.to
  );
}

function ofLetters(text: string): number | undefined {
  const [, ten = '', one = ''] = /^([יכל]?)([א-ט]?)$/.exec(text) ?? [];
  const sum = (tens[ten] ?? 0) + letters.indexOf(one || '-') + 1;
  // טו and טז stand for fifteen and sixteen.
  if (text === 'טו' || text === 'טז') return text === 'טו' ? 15 : 16;
  return ten || one ? sum : undefined;
}

import type { Column } from '#shared/domain/listings/column-map.ts';
import { addressCell, houseNumberCell } from './address-cell.ts';
import { brokerPhoneCell } from './broker-cells.ts';
import { type CellReader, placeName, type Wrong, words } from './cell.ts';
import { dayCell } from './day-cell.ts';
import { featuresCell } from './feature-cells.ts';
import { floorCell } from './floor-cell.ts';
import { kindCell } from './kind-cell.ts';
import {
  adIdsCell,
  dealCell,
  exclusiveCell,
  idCell,
  photosCell,
  statusCell,
} from './listing-cells.ts';
import { money } from './money-cells.ts';
import { number } from './number-cells.ts';
import { roomsCell } from './rooms-cell.ts';

/** A name is spoken in one breath; a description is read by a model during a call. */
const NAME_CHARACTERS = 100;
const DESCRIPTION_CHARACTERS = 1_000;
/** No tax and no fee of one home is higher. */
const MAX_FEE_ILS = 100_000;
const DUNAM_SQM = 1_000;

const sqm = number({
  must: 'a number of square metres',
  from: 1,
  to: 10_000_000,
  hasPoints: true,
  unit: /\s*(?:מ"?ר|מטר(?:ים)?(?: רבועים| מרובע(?:ים)?)?|sqm|m2|m²)\s*$/i,
});
const dunams = number({
  must: 'a number of dunams',
  from: 0.01,
  to: 10_000,
  unit: /\s*דונם$/,
  words: { דונם: 1, 'חצי דונם': 0.5, 'רבע דונם': 0.25, 'דונם וחצי': 1.5 },
});
/** Words for what a size holds; a search takes it as it is. */
const MEASURED = /\s*\(?(?:נטו|ברוטו|בנוי|רשום)\)?$/;
/** Two sizes, of which either may be the home's: `120/80`. */
const SIZES = /^\d+(?:\.\d+)? ?[/\\+] ?\d+(?:\.\d+)?(?: ?מ["״']?ר)?$/;
const fee = money({
  takesTwoMonths: true,
  isPartOfRent: true,
  must: 'a number in shekels',
  from: 0,
  to: MAX_FEE_ILS,
  step: 1,
  words: { אין: 0, ללא: 0, 'אין ועד': 0 },
});

/** Returns the beginning of a text, cut behind a word. */
function cut(text: string, characters: number): string {
  if (text.length <= characters) return text;
  return `${text.slice(0, characters - 1).replace(/\s+\S*$/, '')}…`;
}

/** The columns of a row by the names that problems use, each with the reader of its cells. */
export const columns = {
  id: idCell,
  deal: dealCell,
  kind: kindCell,
  city: placeName(NAME_CHARACTERS),
  street: addressCell,
  number: houseNumberCell,
  neighbourhood: placeName(NAME_CHARACTERS),
  rooms: roomsCell,
  floor: floorCell,
  floors: number({
    must: 'the number of floors of the building',
    from: 0,
    to: 150,
    step: 1,
    unit: /\s*(?:קומות|floors)\s*$/i,
  }),
  sqm: (text: string): number | Wrong => {
    if (SIZES.test(text)) return { must: 'one size', remedy: 'write the size of the home alone' };
    const bare = text.replace(/^(?:כ ?\p{Pd}? ?|~ ?)(?=[\dח])/u, '').replace(MEASURED, '');
    const isInDunams = /דונם(?: וחצי)?$/.test(bare);
    const size = isInDunams ? dunams(bare) : sqm(bare);
    if (typeof size !== 'number') return size;
    return isInDunams ? Math.round(size * DUNAM_SQM) : Math.round(size * 2) / 2;
  },
  // A price under a hundred shekels was counted in thousands or millions.
  price: money({ must: 'a number in shekels', from: 100, to: 1_000_000_000, step: 1 }),
  arnona: fee,
  arnona_monthly: fee,
  vaad: fee,
  features: featuresCell,
  condition: words(NAME_CHARACTERS),
  available_from: dayCell,
  description: (text: string) => cut(text, DESCRIPTION_CHARACTERS),
  status: statusCell,
  exclusive: exclusiveCell,
  broker: placeName(NAME_CHARACTERS),
  broker_phone: brokerPhoneCell,
  ad_ids: adIdsCell,
  photos: photosCell,
} satisfies Readonly<Record<Column, CellReader<unknown>>>;

/** The cells of one row that were read. */
export type Cells = {
  readonly [Name in Column]?: Exclude<ReturnType<(typeof columns)[Name]>, Wrong> | undefined;
};

/** The columns that every file needs; rooms only where no column tells the kind of property. */
export const requiredColumns = ['id', 'deal', 'city', 'price'] as const;

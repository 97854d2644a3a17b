import { addressParts, outsideHouse, splitHouse } from '#shared/domain/listings/house-number.ts';
import { cityKey } from '#shared/domain/listings/listing-city.ts';
import { isWrong, placeName, type Wrong } from './cell.ts';
import { withPlainQuotes } from './cell-text.ts';
import { type Floor, floorCell } from './floor-cell.ts';

/** The parts of an address: street, house number as written, floors, and a rest such as a corner. */
export type Address = Partial<Floor> & {
  readonly street: string;
  readonly number?: string;
  readonly rest?: string;
};

/** A name is spoken in one breath. */
const NAME_CHARACTERS = 100;
/** A house number with its entrance has fewer characters. */
const NUMBER_CHARACTERS = 20;
/** The signs and words before the other street of a corner: `הרצל 14 / הנביאים 3`. */
const CORNER = /^(?:\/|\\|פינת|פינה|פ') ?(?=\p{L})/u;

const readName = placeName(NAME_CHARACTERS);

/** Reads a cell with a street and perhaps its house number: `ארלוזורוב 88/4 ק' 3`, `שד' רוטשילד 12א`, `12 הרצל`. */
export function addressCell(text: string): Address | Wrong {
  const name = readName(text);
  if (typeof name !== 'string') return name;
  const { floor = '', ...parts } = addressParts(withPlainQuotes(name));
  const { street, number } = parts;
  const isFloor = !floor && isGround(parts.rest);
  const rest = isFloor ? '' : parts.rest;
  const read = floorCell(isFloor ? parts.rest : floor);
  const floors = (floor || isFloor) && !isWrong(read) ? read : {};
  const tidy = number && tidyNumber(number);
  if (!tidy || tidy === '0') return { street, ...floors, ...(rest && { rest }) };
  if (CORNER.test(rest)) {
    const corner = `פינת ${splitHouse(rest.replace(CORNER, '')).street}`;
    return { street, number: tidy, rest: corner, ...floors };
  }
  // A rest with digits belongs to the number: it is told to no more people.
  const isOfNumber = /\d/.test(rest);
  const whole = isOfNumber ? `${tidy} ${rest}`.slice(0, NUMBER_CHARACTERS) : tidy;
  return { street, number: whole, ...floors, ...(rest && !isOfNumber && { rest }) };
}

/** Returns whether the words behind a house are those of its ground floor: סיני 3 קרקע. */
function isGround(rest: string): boolean {
  const read = /^\p{L}\p{L}/u.test(rest) ? floorCell(rest) : undefined;
  return read !== undefined && !isWrong(read) && read.floor === 0;
}

/** Returns a house number without the flat behind its slash and without the mark of its letter. */
function tidyNumber(number: string): string {
  return number
    .replace(/\/.*$/, '')
    .replace(/ (?=\p{L})/u, '')
    .replace(/'$/, '');
}

/** Returns an address without the city behind it; another rest, such as a corner, belongs to the street. */
export function inCity({ rest, street, ...address }: Address, city: string): Address {
  const [first = '', ...others] = street.split(/ ?, ?/);
  const isOwn = (name: string) => cityKey(name) === cityKey(city);
  const plain = others.length > 0 && others.every(isOwn) ? first : street;
  if (!rest || isOwn(rest)) return { ...address, street: plain };
  return { ...address, street: `${plain} ${rest}`.slice(0, NAME_CHARACTERS) };
}

/** Reads a cell with a house number alone: `88`, `12א`, `12-14`, `88 דירה 4`. */
export function houseNumberCell(text: string): string | Wrong {
  const must = 'a house number like 88 or 12א';
  if (text.length > NAME_CHARACTERS) return { must };
  const plain = outsideHouse(withPlainQuotes(text))
    .text.replace(/^(?:בית|מס'|מספר) ?/, '')
    .replace(/\.0?$/, '');
  if (plain.length > NUMBER_CHARACTERS) return { must };
  if (/^\d{1,2}[./]\d{1,2}[./]\d{2,4}$/.test(plain)) {
    return { must, remedy: 'Excel has made a day of it; format the column as text' };
  }
  const read = /^(\d{1,4}(?: ?[א-תa-z]'?)?(?: ?[-–] ?\d{1,4})?)(?: ?\/ ?\d{1,4})?$/i.exec(plain);
  return read?.[1] ? tidyNumber(read[1]) : { must };
}

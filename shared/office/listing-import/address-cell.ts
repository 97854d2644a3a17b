import { cityKey } from '#shared/domain/listings/listing-city.ts';
import { placeName, type Wrong } from './cell.ts';
import { withPlainQuotes } from './cell-text.ts';

/** The parts of an address: street, house number as written, floor, and a rest such as a corner. */
export type Address = {
  readonly street: string;
  readonly number?: string;
  readonly floor?: number;
  readonly rest?: string;
};

/** A name is spoken in one breath. */
const NAME_CHARACTERS = 100;
/** A house number with its entrance has fewer characters. */
const NUMBER_CHARACTERS = 20;
/** A name that is a number needs this word before it: רחוב 7. */
const GENERIC = /^(?:רחוב|רח'|רח|סמטה|סמטת|סמ'|שביל|דרך|שדרה|שדרות|שד'|כביש|משעול|street|road)$/i;
/** A house number behind a name; the name of a street may begin with a day: ה-29 בנובמבר 5. */
const FIRST_NUMBER =
  /^((?:ה?-?\d{1,2} (?=ב))?[^\d]*[^\d\s,]) *,? *(\d{1,4}(?: ?[א-ת](?=['\s,/]|$)'?)?(?: ?[-–] ?\d{1,4})?)(?!\d)/;
/** English has the number first: 12 Dizengoff St. */
const LEADING_NUMBER = /^(\d{1,4}[a-z]?) +([a-z][^\d]*)$/i;
/** A flat's own number and its entrance: callers need neither. */
const FLAT = /^ *(?:\/ ?\d{1,4}|,? ?(?:דירה|ד'|דירה מס'|apt\.?|כניסה) ?[\dא-ת]{1,4}(?!\p{L})'?)/u;
const FLOOR = /^ *,? *(?:קומה|ק'|ק\.|floor) ?(-?\d{1,3})(?!\d)/;

const readName = placeName(NAME_CHARACTERS);

/** Reads a cell with a street and perhaps its house number: `ארלוזורוב 88/4 ק' 3`, `שד' רוטשילד 12א`. */
export function addressCell(text: string): Address | Wrong {
  const name = readName(text);
  if (typeof name !== 'string') return name;
  const plain = withPlainQuotes(name).replace(/\s+/g, ' ');
  const leading = LEADING_NUMBER.exec(plain);
  if (leading?.[1] && leading[2]) return { street: leading[2].trim(), number: leading[1] };
  const found = FIRST_NUMBER.exec(plain);
  const [whole = '', before = '', number = ''] = found ?? [];
  if (!found || GENERIC.test(before.trim())) return { street: plain };
  return { street: before.trim(), ...afterNumber(number, plain.slice(whole.length)) };
}

/** Reads the words behind a house number. A rest with digits belongs to the number: it is told to no more people. */
function afterNumber(number: string, words: string): Omit<Address, 'street'> {
  let rest = words;
  let floor: number | undefined;
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest.replace(FLAT, '');
    const [whole, level] = FLOOR.exec(rest) ?? [];
    if (whole === undefined) continue;
    floor ??= Number(level);
    rest = rest.slice(whole.length);
  }
  rest = rest.replace(/^[\s,]+|[\s,]+$/g, '');
  const tidy = number.replace(/ (?=[א-ת])/, '').replace(/'$/, '');
  const common = { ...(floor !== undefined && { floor }) };
  if (!rest) return { number: tidy, ...common };
  if (/\d/.test(rest)) return { number: `${tidy} ${rest}`.slice(0, NUMBER_CHARACTERS), ...common };
  return { number: tidy, rest, ...common };
}

/** Returns an address without the city behind it; another rest, such as a corner, belongs to the street. */
export function inCity({ rest, street, ...address }: Address, city: string): Address {
  const [first = '', ...others] = street.split(/ ?, ?/);
  const isOwn = (name: string) => cityKey(name) === cityKey(city);
  const plain = others.length > 0 && others.every(isOwn) ? first : street;
  if (!rest || isOwn(rest)) return { ...address, street: plain };
  return { ...address, street: `${plain} ${rest}`.slice(0, NAME_CHARACTERS) };
}

/** Reads a cell with a house number alone: `88`, `12א`, `12-14`. */
export function houseNumberCell(text: string): string | Wrong {
  const must = 'a house number like 88 or 12א';
  const plain = withPlainQuotes(text)
    .replace(/^(?:בית|מס'|מספר) ?/, '')
    .replace(/\.0$/, '');
  if (plain.length > NUMBER_CHARACTERS) return { must };
  if (/^\d{1,2}[./]\d{1,2}[./]\d{2,4}$/.test(plain)) {
    return { must, remedy: 'Excel has made a day of it; format the column as text' };
  }
  const read = /^(\d{1,4}(?: ?[א-תa-z]'?)?(?: ?[-–] ?\d{1,4})?)(?: ?\/ ?\d{1,4})?$/i.exec(plain);
  return read?.[1]?.replace(/ (?=\p{L})/u, '').replace(/'$/, '') ?? { must };
}
